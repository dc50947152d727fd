// A page of a conversation in an export, the oldest message first.
import { dayOf } from '../../i18n/format';
import type { Recorded, RecordedPage } from '../../model/exports/record';
import type { Item } from '../../model/messages/item';
import { gathered } from '../../model/messages/media/album';
import { callTextOf } from '../message/call/call-words';
import { isAnswerByServer, isUnderEarlierKey, isUnderNewKey } from '../message/caveats';
import { troubleText } from '../message/preview';
import { namesake, renamed } from '../trust/badge';
import type { Client } from '../ui/use-app';
import { albumOf, attached } from './attached';
import { escaped, formatted } from './markup';
import { nameOf, personName } from './names';

const quoteOf = (app: Client, { friend, number }: RecordedPage, recorded: Recorded): string => {
  const { item, quoted } = recorded;
  if (quoted === null) return '';
  const { id, page, text } = quoted;
  const isByServer = isAnswerByServer(item, app.pins.pins.value[friend.id]);
  const mark = isByServer ? `<i>${escaped(app.t.value.trust.answerByServer)}</i> ` : '';
  if (page === null)
    return `<span class="quote">${escaped(app.t.value.exports.deletedMessage)}</span>`;
  const who = escaped(nameOf(app, friend, quoted.sender_id));
  const href = `${page === number ? '' : `${page}.html`}#m${id}`;
  return `<a class="quote" href="${href}">${mark}<b>${who}</b> ${escaped(text)}</a>`;
};

const reactionsOf = (app: Client, { friend }: RecordedPage, { item }: Recorded): string[] =>
  item.reactions.map(
    ({ emoji, user_ids }) =>
      `${emoji} ${app.format.listOf(user_ids.map((id) => nameOf(app, friend, id)))}`,
  );

const caveatsOf = (
  { t, format, pins }: Client,
  { friend }: RecordedPage,
  { item }: Recorded,
): string[] => {
  const { edited_at, isSealed, call } = item;
  const pin = pins.pins.value[friend.id];
  return [
    ...(edited_at ? [t.value.exports.editedAt(format.longTime(edited_at))] : []),
    ...(isSealed || call ? [] : [t.value.message.notEncrypted]),
    ...(isUnderNewKey(item, pin) ? [t.value.trust.newKey] : []),
    ...(isUnderEarlierKey(item, pin) ? [t.value.trust.earlierKey] : []),
  ];
};

const saidIn = (app: Client, { item }: Recorded): string => {
  if (item.trouble) return `<p class="caution">${escaped(troubleText(app, item.trouble))}</p>`;
  return item.text === '' ? '' : `<div class="text" dir="auto">${formatted(item.text)}</div>`;
};

/** What is shown as one: a message, or all of an album, the first of them first. */
type Group = [Recorded, ...Recorded[]];

/** Each word once, for however many of an album it holds. */
const joined = (members: Group, wordsOf: (member: Recorded) => string[]): string =>
  escaped([...new Set(members.flatMap(wordsOf))].join(' · '));

const messageOf = (app: Client, page: RecordedPage, members: Group): string => {
  const [first] = members;
  const { item } = first;
  const isMine = item.sender_id === app.account.me.value?.id;
  const kind = item.call ? ' call' : isMine ? ' mine' : '';
  const reactions = joined(members, (each) => reactionsOf(app, page, each));
  const inside = item.call
    ? escaped(callTextOf(app, item))
    : [
        `<div class="who">${escaped(nameOf(app, page.friend, item.sender_id))}</div>`,
        item.isForwarded ? `<div class="soft">${escaped(app.t.value.message.forwarded)}</div>` : '',
        quoteOf(app, page, first),
        members.length > 1 ? albumOf(app, members) : attached(app, first),
        ...members.map((each) => saidIn(app, each)),
        reactions === '' ? '' : `<div class="reactions">${reactions}</div>`,
      ].join('');
  const { at } = (members.at(-1) ?? first).item;
  const time = `<time datetime="${escaped(at)}">${escaped(app.format.clockTime(at))}</time>`;
  const caveats = joined(members, (each) => caveatsOf(app, page, each));
  const foot = `<div class="foot">${caveats === '' ? '' : `${caveats} · `}${time}</div>`;
  return `<li class="message${kind}" id="m${item.id}">${inside}${foot}</li>`;
};

/** As they are shown in the conversation. */
const groupsOf = (messages: Recorded[]): Group[] => {
  const byItem = new Map<Item, Recorded>(messages.map((each) => [each.item, each]));
  return gathered(messages.map(({ item }) => item)).map(
    (items) => items.flatMap((item) => byItem.get(item) ?? []) as Group,
  );
};

/** Whose conversation it is, as a person knows it, and not only by the server's word. */
const warningsOf = ({ t, pins }: Client, { friend }: RecordedPage): string => {
  const all = pins.pins.value;
  const pin = all[friend.id];
  const names = pin ? renamed(pin, friend) : null;
  const other = namesake(all, friend);
  const lines = [
    ...(names ? [t.value.trust.renamed(names.before, names.now)] : []),
    ...(other === null ? [] : [t.value.trust.namesake(other)]),
  ];
  return lines.map((line) => `<p class="caution">${escaped(line)}</p>\n`).join('');
};

export const pageBody = (app: Client, page: RecordedPage): string => {
  const { number, hasNext, messages, friend } = page;
  const { t, format } = app;
  let day = '';
  const lines = groupsOf(messages).map((members) => {
    const { at } = members[0].item;
    const isNew = dayOf(at) !== day;
    day = dayOf(at);
    const head = isNew ? `<li class="day">${escaped(format.longDay(at))}</li>\n` : '';
    return `${head}${messageOf(app, page, members)}`;
  });
  const links = [
    ['../index.html', t.value.exports.toOverview],
    ...(number > 1 ? [[`${number - 1}.html`, t.value.exports.earlier]] : []),
    ...(hasNext ? [[`${number + 1}.html`, t.value.exports.later]] : []),
  ].map(([href, words = '']) => `<a href="${href}">${escaped(words)}</a>`);
  const nav = `<nav>${links.join('')}</nav>`;
  return `<h1>${escaped(personName(app, friend))}</h1>\n${warningsOf(app, page)}${nav}\n<ol>\n${lines.join('\n')}\n</ol>\n${nav}`;
};
