import tinymce from 'tinymce';
import 'tinymce/icons/default';
import 'tinymce/models/dom';
import 'tinymce/themes/silver';
import content from 'tinymce/skins/content/default/content.css';
import skin from 'tinymce/skins/ui/oxide/skin.css';
import { addStyle, type Draft, holder, mark, type Options, register } from './draft.ts';

/** Mounts TinyMCE: in a frame of its own beside a hidden textarea or, with `inline`, as a plain editable element. */
export async function mount(target: HTMLElement, options: Options, inline = false): Promise<Draft> {
  addStyle(target, skin);
  const textarea = inline ? holder(target) : document.createElement('textarea');
  target.append(textarea);
  const [editor] = await tinymce.init({
    target: textarea,
    inline,
    license_key: 'gpl',
    skin: false,
    content_css: false,
    content_style: content,
    menubar: false,
    toolbar: 'bold italic',
    branding: false,
    promotion: false,
    height: 220,
    iframe_aria_text: options.label,
    placeholder: options.placeholder ?? '',
  });
  if (!editor) throw new Error('TinyMCE did not mount');
  const root = editor.getBody();
  mark(root, options);
  const text = () => editor.getContent({ format: 'text' }).trim();
  editor.on('input change SetContent', () => options.change?.(text()));
  editor.on('keydown', event => {
    if (options.key?.(event)) event.preventDefault();
  });
  return register(options, { root, text, clear: () => void editor.setContent(''), destroy: () => editor.destroy() });
}
