// The desk in the browser: htmx without eval, and seven small habits. Every page works without this file; it is quicker with it.
import htmx from "htmx.org/dist/htmx.esm.js";
import { keepDrafts } from "./js/drafts.js";
import { listenForKeys } from "./js/keys.js";
import { followHead } from "./js/live.js";
import { closeMenus, foldConditions } from "./js/menus.js";
import { sendOnce } from "./js/once.js";
import { keepPane } from "./js/pane.js";
import { repeatRows } from "./js/rows.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.selfRequestsOnly = true;

closeMenus(document);
foldConditions(document);
listenForKeys(document);
followHead(document, htmx);
keepPane(document, htmx);
sendOnce(document);
const start = (part) => {
  keepDrafts(part);
  repeatRows(part);
};
start(document);
document.addEventListener("htmx:afterSwap", (event) => start(event.detail.target));
