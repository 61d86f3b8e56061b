import { Link } from "../route";

/** Two rings that meet. */
export function Mark() {
  return (
    <Link to="/" className="mark">
      <svg viewBox="0 0 32 22" width="32" height="22" aria-hidden="true">
        <circle cx="11" cy="11" r="8.5" />
        <circle cx="21" cy="11" r="8.5" />
      </svg>
      <span>
        Enishi <span lang="ja">縁</span>
      </span>
    </Link>
  );
}
