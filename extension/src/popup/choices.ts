import { ask, type Shown, type State } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { line } from '../core/parts.ts';
import type { Action } from '../core/protocol.ts';
import { text } from '../core/text.ts';

const everywhere = '*';

/** What the user chose besides the opt-outs, each with its undo; and the way to keep a platform's pages free of us. */
export function choices(details: Shown, settings: State['settings'], show: () => Promise<void>): Node[] {
  const { platform, reason, rule, chosen } = details;
  if (!rule) return [];
  const act = (label: string, of: string, action: Action) => {
    const button = make('button', label);
    button.addEventListener('click', () => ask('choose', { platform: of, action }).then(show));
    return button;
  };
  const nodes: Node[] = [];
  if (reason === 'put-off' || reason === 'muted') nodes.push(act(text('act_resume'), platform, { kind: 'resume' }));
  if (reason === 'muted-everywhere') nodes.push(act(text('act_resume'), everywhere, { kind: 'resume' }));
  if (chosen.here?.publicOnly) nodes.push(act(text('act_all_posts', rule.name), platform, { kind: 'all-posts' }));
  if (chosen.everywhere?.publicOnly) nodes.push(act(text('act_all_posts_everywhere'), everywhere, { kind: 'all-posts' }));
  if (chosen.here?.place === 'toolbar') nodes.push(act(text('act_page', rule.name), platform, { kind: 'show-in', place: 'page' }));
  else if (details.place === 'page' && settings.place !== 'toolbar') {
    const button = act(text('act_toolbar', rule.name), platform, { kind: 'show-in', place: 'toolbar' });
    const why = line(text('toolbarWhat', rule.name), 'quiet');
    why.id = 'toolbar-what';
    button.setAttribute('aria-describedby', why.id);
    nodes.push(button, why);
  }
  return nodes.length > 0 ? [section(nodes)] : [];
}

function section(nodes: Node[]): Node {
  const element = make('div');
  element.className = 'choices';
  element.append(...nodes);
  return element;
}
