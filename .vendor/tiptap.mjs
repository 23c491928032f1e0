// What the rich text editor is made of; bundled to static/vendor/tiptap-<version>.js and used by static/js/rich-text.js.
export { Editor } from "@tiptap/core";
export { Bold } from "@tiptap/extension-bold";
export { Document } from "@tiptap/extension-document";
export { HardBreak } from "@tiptap/extension-hard-break";
export { Heading } from "@tiptap/extension-heading";
export { Italic } from "@tiptap/extension-italic";
export { Link } from "@tiptap/extension-link";
export { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
export { Paragraph } from "@tiptap/extension-paragraph";
export { Text } from "@tiptap/extension-text";
export { UndoRedo } from "@tiptap/extensions";
