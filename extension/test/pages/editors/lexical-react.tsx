import { LexicalComposer } from '@lexical/react/LexicalComposer';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { ContentEditable } from '@lexical/react/LexicalContentEditable';
import { LexicalErrorBoundary } from '@lexical/react/LexicalErrorBoundary';
import { HistoryPlugin } from '@lexical/react/LexicalHistoryPlugin';
import { PlainTextPlugin } from '@lexical/react/LexicalPlainTextPlugin';
import { RichTextPlugin } from '@lexical/react/LexicalRichTextPlugin';
import { $createParagraphNode, $getRoot, COMMAND_PRIORITY_CRITICAL, KEY_ENTER_COMMAND, type LexicalEditor } from 'lexical';
import { useLayoutEffect } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { type Draft, holder, marks, type Options, register } from './draft.ts';

/** Mounts Lexical as @lexical/react does it, for rich text or, with `mode`, for plain text. */
export function mount(target: HTMLElement, options: Options, mode: 'rich' | 'plain' = 'rich'): Draft {
  const root = createRoot(holder(target));
  const Plugin = mode === 'rich' ? RichTextPlugin : PlainTextPlugin;
  const placeholder = options.placeholder ?? '';
  let made: LexicalEditor | undefined;
  const onError = (error: Error) => {
    throw error;
  };

  function Keep(): null {
    const [editor] = useLexicalComposerContext();
    useLayoutEffect(() => {
      made = editor;
      return editor.registerCommand(
        KEY_ENTER_COMMAND,
        event => {
          if (!event || !options.key?.(event)) return false;
          event.preventDefault();
          return true;
        },
        COMMAND_PRIORITY_CRITICAL,
      );
    }, [editor]);
    return null;
  }

  flushSync(() =>
    root.render(
      <LexicalComposer initialConfig={{ namespace: options.id, onError }}>
        <Plugin
          contentEditable={
            <ContentEditable
              {...marks(options)}
              aria-placeholder={placeholder}
              placeholder={<div className="placeholder">{placeholder}</div>}
            />
          }
          ErrorBoundary={LexicalErrorBoundary}
        />
        <HistoryPlugin />
        <Keep />
      </LexicalComposer>,
    ),
  );
  const element = target.querySelector<HTMLElement>('[data-lexical-editor]');
  const editor = made;
  if (!editor || !element) throw new Error('Lexical did not mount');
  const text = () => editor.read(() => $getRoot().getTextContent());
  editor.registerUpdateListener(() => options.change?.(text()));
  return register(options, {
    root: element,
    text,
    clear: () => editor.update(() => void $getRoot().clear().append($createParagraphNode()), { discrete: true }),
    destroy: () => root.unmount(),
  });
}
