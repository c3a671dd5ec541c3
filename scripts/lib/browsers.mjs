/** The oldest browsers that the elements work in; `docs/dock.md` names them, too. */
export const BROWSERS = ["chrome111", "edge111", "firefox115", "safari16.4"];
