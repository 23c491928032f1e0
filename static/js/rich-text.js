// Turns <textarea data-rich-text> into an editor. The textarea stays the form field: hidden, and kept in step with every change.
// The toolbar is the <template> beside the textarea, written (and translated) by templates/components/rich_text.html.
import {
  Bold, BulletList, Document, Editor, HardBreak, Heading, Italic, Link, ListItem, ListKeymap, OrderedList, Paragraph, Text, UndoRedo,
} from "../vendor/tiptap-3.34.0.js";

const commands = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  heading3: (chain) => chain.toggleHeading({ level: 3 }),
  heading4: (chain) => chain.toggleHeading({ level: 4 }),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};

const pressed = {
  bold: (editor) => editor.isActive("bold"),
  italic: (editor) => editor.isActive("italic"),
  heading3: (editor) => editor.isActive("heading", { level: 3 }),
  heading4: (editor) => editor.isActive("heading", { level: 4 }),
  bulletList: (editor) => editor.isActive("bulletList"),
  orderedList: (editor) => editor.isActive("orderedList"),
  link: (editor) => editor.isActive("link"),
};

/**
 * Pasted HTML with its meaning kept and its looks left behind. Styles are renamed before anything parses them, since the
 * content security policy would report each. Word writes list items as paragraphs with a typed mark; Google Docs says bold
 * by style and wraps everything in a <b> that is not bold.
 */
function cleaned(html) {
  const inert = html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle=/gi, " data-style="));
  const { body } = new DOMParser().parseFromString(inert, "text/html");
  for (const element of body.querySelectorAll("[data-style]")) {
    element.dataset.style = element.dataset.style.replaceAll(/\s/g, "");
  }
  for (const wrapper of body.querySelectorAll("b[data-style*='font-weight:normal']")) {
    wrapper.replaceWith(...wrapper.childNodes);
  }
  for (const [selector, tag] of [["font-weight:700", "strong"], ["font-weight:bold", "strong"], ["font-style:italic", "em"]]) {
    for (const span of body.querySelectorAll(`span[data-style*='${selector}']`)) {
      const meaning = document.createElement(tag);
      meaning.append(...span.childNodes);
      span.append(meaning);
    }
  }
  for (const paragraph of body.querySelectorAll("p[data-style*='mso-list']")) {
    const mark = paragraph.querySelector("span[data-style*='mso-list']");
    const kind = /\d|^\s*[a-z][.)]/i.test(mark?.textContent ?? "") ? "ol" : "ul";
    mark?.remove();
    const before = paragraph.previousElementSibling;
    const list = before?.matches(`${kind}[data-word]`) ? before : document.createElement(kind);
    list.dataset.word = "";
    const item = document.createElement("li");
    item.append(...paragraph.childNodes);
    list.append(item);
    paragraph.replaceWith(...(list === before ? [] : [list]));
  }
  return body.innerHTML;
}

function enhance(textarea) {
  const frame = textarea.closest(".field").querySelector("template[data-rich-text-frame]").content.firstElementChild.cloneNode(true);
  const toolbar = frame.querySelector("[role=toolbar]");
  const buttons = [...toolbar.querySelectorAll("button")];
  const address = frame.querySelector("[data-address]");
  const field = address.querySelector("input");
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const attributes = { class: "rich-text-area", id: textarea.id, role: "textbox", "aria-multiline": "true" };
  for (const name of ["aria-describedby", "aria-invalid", "lang"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  if (textarea.required) attributes["aria-required"] = "true";
  if (label) {
    label.id ||= `${textarea.id}_label`;
    attributes["aria-labelledby"] = label.id;
    toolbar.setAttribute("aria-controls", textarea.id);
  }

  textarea.before(frame);
  const editor = new Editor({
    element: frame,
    content: textarea.value,
    editable: !textarea.disabled,
    injectCSS: false,
    editorProps: { attributes, transformPastedHTML: cleaned },
    extensions: [
      Document, Paragraph, Text, Bold, Italic, HardBreak, UndoRedo, BulletList, OrderedList, ListItem, ListKeymap,
      Heading.configure({ levels: [3, 4] }),
      Link.configure({ openOnClick: false, defaultProtocol: "https", protocols: ["mailto"], HTMLAttributes: { target: null, rel: null } }),
    ],
    onUpdate({ editor: { isEmpty } }) {
      textarea.value = isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onTransaction: ({ editor: current }) => show(current),
  });
  // The editor takes over the id, so that error links and labels lead to it; hidden and required, the browser could not show its complaint.
  textarea.removeAttribute("id");
  textarea.required = false;
  textarea.hidden = true;
  label?.addEventListener("click", () => editor.commands.focus());
  textarea.form?.addEventListener("reset", () => requestAnimationFrame(() => editor.commands.setContent(textarea.value)));

  function show(current) {
    for (const button of buttons) {
      const { command } = button.dataset;
      if (pressed[command]) button.setAttribute("aria-pressed", String(pressed[command](current)));
      if (command === "undo" || command === "redo") button.setAttribute("aria-disabled", String(!current.can()[command]()));
    }
  }

  function askForAddress() {
    address.hidden = !address.hidden;
    field.value = editor.getAttributes("link").href ?? "";
    if (address.hidden) editor.commands.focus();
    else field.focus();
  }

  function setLink(href) {
    address.hidden = true;
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!href) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link")) {
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    } else chain.setLink({ href }).run();
  }

  toolbar.addEventListener("click", ({ target }) => {
    const command = target.closest("button")?.dataset.command;
    if (command === "link") askForAddress();
    else if (command) commands[command](editor.chain().focus()).run();
  });
  // One tab stop, arrow keys between the buttons: the toolbar pattern of the ARIA practices.
  toolbar.addEventListener("keydown", (event) => {
    const here = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const button = buttons.at(next % buttons.length);
    buttons.forEach((each) => { each.tabIndex = each === button ? 0 : -1; });
    button.focus();
  });
  address.addEventListener("click", ({ target }) => {
    const { address: act } = target.closest("button")?.dataset ?? {};
    if (act) setLink(act === "set" ? field.value.trim() : "");
  });
  address.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      setLink(field.value.trim());
    } else if (event.key === "Escape") askForAddress();
  });
  buttons.forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
  show(editor);
}

function enhanceAll() {
  document.querySelectorAll("textarea[data-rich-text]:not([hidden])").forEach(enhance);
}

enhanceAll();
document.addEventListener("htmx:after:swap", enhanceAll);
