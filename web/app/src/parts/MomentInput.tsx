// A moment as the workshop's clock shows it, wherever the one who types it is.
import { clockIn, momentIn } from "./zone";

type MomentInputProps = {
  label: string;
  zone: string;
  value: string | null | undefined;
  change: (at: string | null) => void;
};

export function MomentInput({ label, zone, value, change }: MomentInputProps) {
  return (
    <label className="field">
      {label}
      <input
        type="datetime-local"
        value={value ? clockIn(zone, Date.parse(value)) : ""}
        onChange={({ target }) =>
          change(target.value ? new Date(momentIn(zone, target.value)).toISOString() : null)
        }
      />
    </label>
  );
}
