import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { marked } from '../site/marked.ts';
import { composerPages, type Surface } from '../site/site.ts';
import { at, banner, click, type Page, rect, stayQuiet, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

const editors = {
  quill: '.ql-editor',
  tiptap: '.tiptap',
  lexical: '[data-lexical-editor]',
  prosemirror: '.ProseMirror',
  draft: '.public-DraftEditor-content',
  slate: '#slate',
  ckeditor: '.ck-editor__editable',
  tinymce: '.mce-content-body',
  trix: 'trix-editor',
  editorjs: '.ce-paragraph',
  medium: '.medium-editor-element',
  stacks: '.s-textarea .ProseMirror',
} as const;

// Code editors are no composers.
const codeEditors = { codemirror5: '.CodeMirror', codemirror6: '.cm-content', monaco: '.monaco-editor .view-lines' } as const;

inEachBrowser(suite => {
  for (const { platform, file, surfaces } of composerPages()) {
    const kept = readFileSync(file.replace(/html$/, 'xml'), 'utf8').match(/^ <surface .*?^ <\/surface>\n/gms) ?? [];
    /** Opens what the surfaces share. */
    const visit = async (together: Surface[]) => {
      const page = await suite.visit(together[0]?.at ?? '');
      for (const first of together[0]?.open ?? []) await click(page, first);
      if (suite.name === 'firefox') return page; // the snapshots are Chromium's
      for (const surface of together)
        await until('the page as in composer.xml, which ./build.sh generate makes', async () => {
          assert.equal(await marked(page, surface), kept[surfaces.indexOf(surface)]);
          return true;
        });
      return page;
    };

    for (const surface of surfaces.filter(({ banner }) => banner !== null)) {
      test(`${platform}: a banner at ${surface.at}, ${surface.composer}`, async () => {
        const page = await visit([surface]);
        await click(page, surface.composer);
        assert.equal(await banner(page), surface.banner);
        await standsFree(page, surface.composer);
        // A frame later it is kept that it was shown; that must not come after the next test has forgotten it.
        await until('what is kept', () => suite.browser.inExtension<boolean>(`chrome.storage.local.get('shown').then(({ shown }) => shown !== undefined)`));
      });
    }

    // Where nothing was said the page is as it was, and the next composer can be tried.
    const quiet = new Map<string, Surface[]>();
    for (const surface of surfaces.filter(({ banner }) => banner === null)) {
      const where = [surface.at, ...(surface.open ?? [])].join(', after ');
      quiet.set(where, [...(quiet.get(where) ?? []), surface]);
    }
    for (const [where, together] of quiet) {
      test(`${platform}: quiet at ${where}, ${together.map(({ composer }) => composer).join(', ')}`, async () => {
        const page = await visit(together);
        for (const { composer } of together) {
          await click(page, composer);
          await stayQuiet(suite.browser, page);
        }
      });
    }
  }

  for (const [editor, root] of Object.entries(editors)) {
    test(`${editor} is left as it is: text, caret, nodes, place`, async () => {
      const write = async (host: string) => {
        const page = await suite.visit(`https://${host}/page/editors.html#${editor}`);
        await click(page, root);
        if (host === 'www.reddit.com') await banner(page);
        await page.evaluate(`(window.shifts = 0, PerformanceObserver.supportedEntryTypes.includes('layout-shift') &&
          new PerformanceObserver(list => { for (const { value } of list.getEntries()) window.shifts += value; }).observe({ type: 'layout-shift' }), true)`);
        await page.type('my draft');
        await until('the draft', async () => (await at<string>(page, root, 'element.innerText'))?.includes('draft'));
        const caret = await at(page, root, '[getSelection().anchorNode?.nodeName, getSelection().anchorOffset, getSelection().isCollapsed].join()');
        await page.type('!'); // where the caret is
        await until('the last letter', async () => (await at<string>(page, root, 'element.innerText'))?.includes('draft!'));
        const whole = await at<string>(page, root, 'element.outerHTML');
        return {
          caret,
          html: whole.replaceAll(
            /"[a-z0-9]{4,5}-0-0"|editor-[a-z0-9]+|data-editor="\w+"|data-(trix-)?id="[^"]*"|medium-editor-[\w-]+(="[^"]*")?|(e|mce_)\d+/g,
            '',
          ),
          place: await at(page, root, 'JSON.stringify(element.getBoundingClientRect())'),
          shifts: await page.evaluate('window.shifts'),
        };
      };
      assert.deepEqual(await write('www.reddit.com'), await write('example.org'));
    });
  }

  for (const [editor, root] of Object.entries(codeEditors)) {
    test(`quiet in ${editor}`, async () => {
      const page = await suite.open(`https://www.reddit.com/page/editors.html#${editor}`);
      await click(page, root);
      await page.type('x');
      await stayQuiet(suite.browser, page);
    });
  }

  test('the editor of ChatGPT takes the place of the textarea from the server, and the banner goes with it', async () => {
    const page = await suite.visit('https://chatgpt.com/#slow');
    await click(page, '[name=prompt-textarea]');
    const said = await banner(page);
    await page.evaluate('window.hydrate()');
    await until('the banner at the editor', async () => (await rect(page, '#prompt-textarea')).top < (await rect(page, '[popover]')).bottom);
    assert.equal(await banner(page), said);
  });

  for (const kind of ['srcdoc', 'blob']) {
    test(`a composer in a ${kind} frame, where the rule says frames`, async () => {
      const page = await suite.visit(`https://www.linkedin.com/page/frame.html#${kind}`);
      await click(page, '#frame');
      await page.clickAt(120, 60);
      await until('the banner in the frame', () =>
        suite.browser.inExtension<boolean>(`chrome.storage.local.get('shown').then(({ shown }) => shown?.includes('linkedin'))`),
      );
      await suite.visit(`https://www.reddit.com/page/frame.html#${kind}`);
      await click(suite.page, '#frame');
      await stayQuiet(suite.browser, suite.page);
      assert.equal(await suite.browser.inExtension(`chrome.storage.local.get('shown').then(({ shown }) => shown ?? null)`), null);
    });
  }
});

/** The banner covers neither the text nor a control that posts. */
async function standsFree(page: Page, composer: string): Promise<void> {
  const [host, editor] = [await rect(page, '[popover]'), await rect(page, composer)];
  for (const other of [
    editor,
    ...(await page.evaluate<(typeof host)[]>(`[...document.querySelectorAll('[data-submit]')].map(e => e.getBoundingClientRect().toJSON())`)),
  ]) {
    const apart = host.right <= other.left || other.right <= host.left || host.bottom <= other.top || other.bottom <= host.top;
    const near = Math.abs(other.top - editor.bottom) < 120; // the control of this composer, not that of another one down the page
    assert.ok(apart || !near, `the banner ${JSON.stringify(host)} covers ${JSON.stringify(other)}`);
  }
}
