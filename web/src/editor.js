// The text of a rule as an editor: YAML in colours, faults at their lines, words completed. Without this file the plain text field serves.
// It stands in a shadow tree, so that its styles need no permission of the page; the form's own field is kept in step and is what is sent.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { formBeside } from "./js/law_form.js";

const look = EditorView.theme({
  "&": { fontSize: "0.875rem", color: "var(--ink)", backgroundColor: "var(--sheet)", maxHeight: "45vh" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'Noto Sans Mono CJK SC', Consolas, monospace", lineHeight: "1.6" },
  ".cm-gutters": { backgroundColor: "var(--sunk)", color: "var(--ink-3)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--hover)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-tooltip": { backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--line-2)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--link)" },
  { tag: tags.comment, color: "var(--ink-3)", fontStyle: "italic" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--ink-2)" },
]);

// The one stretch that differs, so that the cursor and the history of the editor stay where they were.
function difference(before, after) {
  let from = 0, end = 0;
  const most = Math.min(before.length, after.length);
  while (from < most && before[from] === after[from]) from++;
  while (end < most - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

async function wordsFrom(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  return answer.ok ? (await answer.json()).words.map(([label, detail]) => ({ label, detail })) : [];
}

function completing(url) {
  let words = null;
  return async (asked) => {
    const word = asked.matchBefore(/[\w.-]+/);
    if (!word && !asked.explicit) return null;
    words ??= await wordsFrom(url);
    return { from: word ? word.from : asked.pos, options: words, validFor: /^[\w.-]*$/ };
  };
}

function marks(view, told) {
  const lines = view.state.doc.lines;
  return [...told.querySelectorAll("[data-line]")].map((one) => {
    const line = view.state.doc.line(Math.min(Math.max(Number(one.dataset.line), 1), lines));
    return { from: line.from, to: line.to, severity: "wrong" in one.dataset ? "warning" : "error", message: one.textContent.trim() };
  });
}

function editorIn(form) {
  const field = form.querySelector("#text");
  const root = form.querySelector(".editor-here").attachShadow({ mode: "open" });
  const label = form.querySelector(`label[for="${field.id}"]`).textContent;
  const follow = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    field.value = update.state.doc.toString();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const extensions = [
    lineNumbers(), history(), bracketMatching(), highlightActiveLine(), lintGutter(), yaml(), look, follow,
    syntaxHighlighting(colours), EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label }),
    autocompletion({ override: [completing(form.dataset.editor)] }),
    keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
  ];
  const view = new EditorView({ state: EditorState.create({ doc: field.value, extensions }), parent: root, root });
  view.scrollDOM.tabIndex = 0; // what scrolls can be reached by keys
  field.hidden = true;
  // what a saved draft or the browser puts back into the field comes into the editor
  field.addEventListener("change", () => {
    if (field.value !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: field.value } });
  });
  return view;
}

// The line of a field of the form, without moving the page.
function showPlace(view, at) {
  if (at > view.state.doc.length) return;
  view.dispatch({ selection: { anchor: at } });
  view.scrollDOM.scrollTop = Math.max(view.lineBlockAt(at).top - 48, 0);
}

for (const form of document.querySelectorAll("form[data-editor]")) {
  const view = editorIn(form);
  const told = form.querySelector("#tried");
  const field = form.querySelector("#text");
  const mark = () => view.dispatch(setDiagnostics(view.state, marks(view, told)));
  let putting = false;
  const putText = (text) => {
    if (text === view.state.doc.toString()) return;
    putting = true;
    view.dispatch({ changes: difference(view.state.doc.toString(), text) });
    putting = false;
  };
  const beside = formBeside(form, { textNow: () => field.value, putText, shown: mark });
  field.addEventListener("input", () => putting || beside.textChanged());
  if (matchMedia("(max-width: 64rem)").matches) form.querySelector(".as-text").open = false;
  mark();
  form.addEventListener("focusin", (event) => "at" in event.target.dataset && showPlace(view, Number(event.target.dataset.at)));
  told.addEventListener("click", (event) => {
    const one = event.target.closest("[data-line]");
    if (!one) return;
    form.querySelector(".as-text").open = true;
    const line = view.state.doc.line(Math.min(Math.max(Number(one.dataset.line), 1), view.state.doc.lines));
    view.dispatch({ selection: { anchor: line.from }, scrollIntoView: true });
    view.focus();
  });
}
