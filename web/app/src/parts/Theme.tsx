// Light or dark, or as the device is set.
import { useState } from "react";
import { useSpeech } from "../words";

const KEPT = "enishi-theme";
const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const kept = () => THEMES.find((theme) => theme === localStorage.getItem(KEPT)) ?? "auto";

/** style.css looks at this. */
export function wear(theme: Theme = kept()) {
  document.documentElement.dataset.theme = theme;
}

export function ThemeChoice() {
  const { t } = useSpeech();
  const [theme, setTheme] = useState<Theme>(kept);
  return (
    <label className="theme">
      {t("theme.label")}{" "}
      <select
        value={theme}
        onChange={(event) => {
          const next = event.target.value as Theme;
          localStorage.setItem(KEPT, next);
          wear(next);
          setTheme(next);
        }}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {t(`theme.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
