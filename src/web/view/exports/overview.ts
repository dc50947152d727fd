// The first page of an export: what is in it, and what is not.
import { hrefOf } from '../../model/exports/file-names';
import type { Left, RecordedAll, RecordedConversation } from '../../model/exports/record';
import { troubleText } from '../message/preview';
import { cleanName } from '../ui/file-name';
import type { Client } from '../ui/use-app';
import { escaped } from './markup';

const linesOf = (app: Client, conversation: RecordedConversation): string => {
  const { format, t } = app;
  const { folder, name, pages, messages, files, disappearing } = conversation;
  const counts = [
    t.value.exports.messages(messages, format.count(messages)),
    t.value.exports.files(files, format.count(files)),
    ...(disappearing > 0 ? [t.value.exports.disappearing(disappearing)] : []),
  ].join(' · ');
  const heading = `<h2>${escaped(name)}</h2>\n<p class="soft">${escaped(counts)}</p>`;
  const list = pages.map(({ number, from, to, messages: count }) => {
    const span = format.longSpan(from, to);
    const href = escaped(hrefOf(`${folder}/${number}.html`));
    const words = escaped(t.value.exports.messages(count, format.count(count)));
    return `<li><a href="${href}">${escaped(span)}</a><span class="soft">${words}</span></li>`;
  });
  return `${heading}\n<ul class="list">\n${list.join('\n')}\n</ul>`;
};

const whyOf = (app: Client, { what, reason, name }: Left): string => {
  const { exports } = app.t.value;
  if (what === 'message') return troubleText(app, { reason, key_id: null });
  const words = reason === 'damaged' ? exports.fileDamaged : exports.fileMissing;
  return app.t.value.ui.labelled(cleanName(name), words);
};

const leftOf = (app: Client, { left, conversations }: RecordedAll): string => {
  const { t, format } = app;
  if (left.length === 0) return `<p class="soft">${escaped(t.value.exports.nothingLeft)}</p>`;
  const list = left.map((each) => {
    const { friend_id, id, at, page } = each;
    const found = conversations.find(({ friend }) => friend.id === friend_id);
    const href = escaped(`${hrefOf(`${found?.folder}/${page}.html`)}#m${id}`);
    const who = found?.name ?? '';
    const link = `<a href="${href}">${escaped(`${who}, ${format.longTime(at)}`)}</a>`;
    return `<li>${link}<span class="soft">${escaped(whyOf(app, each))}</span></li>`;
  });
  const heading = `<h2>${escaped(t.value.exports.leftTitle(left.length))}</h2>`;
  return `${heading}\n<ul class="list">\n${list.join('\n')}\n</ul>`;
};

export const overviewBody = (app: Client, all: RecordedAll): string => {
  const { t, format } = app;
  const { me, made_at, conversations } = all;
  const lead = t.value.exports.madeBy(me.display_name || me.username, format.longTime(made_at));
  return [
    `<h1>${escaped(t.value.exports.title)}</h1>`,
    `<p class="soft">${escaped(lead)}</p>`,
    `<p class="caution">${escaped(t.value.exports.readable)}</p>`,
    ...conversations.map((each) => linesOf(app, each)),
    leftOf(app, all),
  ].join('\n');
};
