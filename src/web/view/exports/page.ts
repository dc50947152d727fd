// A page of a conversation in an export, the oldest message first.
import { bytes, dayOf } from '../../i18n/format';
import { hrefOf } from '../../model/exports/file-names';
import type { Recorded, RecordedPage } from '../../model/exports/record';
import { callTextOf } from '../message/call/call-words';
import { isAnswerByServer, isUnderEarlierKey, isUnderNewKey } from '../message/caveats';
import { troubleText } from '../message/preview';
import { namesake, renamed } from '../trust/badge';
import { cleanName } from '../ui/file-name';
import type { Client } from '../ui/use-app';
import { escaped, formatted } from './markup';
import { nameOf, personName } from './names';

/** What browsers draw, and nothing that could run anything. */
const DRAWN = /^image\/(png|jpeg|webp|gif|avif|bmp)$/;

const attached = ({ t }: Client, { item, file }: Recorded): string => {
  if (item.file === null) return '';
  const { name, type, size } = item.file;
  const shown = escaped(cleanName(name));
  const about = `${shown} <span class="soft">${bytes(size)}</span>`;
  if (!file?.path) {
    const why = file?.why === 'damaged' ? t.value.exports.fileDamaged : t.value.exports.fileMissing;
    return `<p class="caution">${about}<br>${escaped(why)}</p>`;
  }
  const href = escaped(hrefOf(file.path));
  if (DRAWN.test(type)) {
    return `<a href="${href}"><img src="${href}" alt="${shown}" loading="lazy"></a>`;
  }
  const link = `<a href="${href}" download="${shown}">${about}</a>`;
  if (type.startsWith('audio/'))
    return `<audio controls preload="none" src="${href}"></audio>${link}`;
  return type.startsWith('video/')
    ? `<video controls preload="metadata" src="${href}"></video>${link}`
    : link;
};

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

const reactionsOf = (app: Client, { friend }: RecordedPage, { item }: Recorded): string => {
  const said = item.reactions.map(
    ({ emoji, user_ids }) => `${emoji} ${user_ids.map((id) => nameOf(app, friend, id)).join(', ')}`,
  );
  return said.length === 0 ? '' : `<div class="reactions">${escaped(said.join(' · '))}</div>`;
};

const footOf = (
  { t, format, pins }: Client,
  { friend }: RecordedPage,
  { item }: Recorded,
): string => {
  const { at, edited_at, isSealed, call } = item;
  const pin = pins.pins.value[friend.id];
  const time = `<time datetime="${escaped(at)}">${escaped(format.clockTime(at))}</time>`;
  const words = [
    ...(edited_at ? [t.value.exports.editedAt(format.longTime(edited_at))] : []),
    ...(isSealed || call ? [] : [t.value.message.notEncrypted]),
    ...(isUnderNewKey(item, pin) ? [t.value.trust.newKey] : []),
    ...(isUnderEarlierKey(item, pin) ? [t.value.trust.earlierKey] : []),
  ];
  return `<div class="foot">${[...words.map(escaped), time].join(' · ')}</div>`;
};

const saidIn = (app: Client, { item }: Recorded): string => {
  if (item.trouble) return `<p class="caution">${escaped(troubleText(app, item.trouble))}</p>`;
  return item.text === '' ? '' : `<div class="text" dir="auto">${formatted(item.text)}</div>`;
};

const messageOf = (app: Client, page: RecordedPage, recorded: Recorded): string => {
  const { item } = recorded;
  const isMine = item.sender_id === app.account.me.value?.id;
  const kind = item.call ? ' call' : isMine ? ' mine' : '';
  const inside = item.call
    ? escaped(callTextOf(app, item))
    : [
        `<div class="who">${escaped(nameOf(app, page.friend, item.sender_id))}</div>`,
        item.isForwarded ? `<div class="soft">${escaped(app.t.value.message.forwarded)}</div>` : '',
        quoteOf(app, page, recorded),
        attached(app, recorded),
        saidIn(app, recorded),
        reactionsOf(app, page, recorded),
      ].join('');
  return `<li class="message${kind}" id="m${item.id}">${inside}${footOf(app, page, recorded)}</li>`;
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
  const lines = messages.map((recorded) => {
    const { at } = recorded.item;
    const isNew = dayOf(at) !== day;
    day = dayOf(at);
    const head = isNew ? `<li class="day">${escaped(format.longDay(at))}</li>\n` : '';
    return `${head}${messageOf(app, page, recorded)}`;
  });
  const links = [
    ['../index.html', t.value.exports.toOverview],
    ...(number > 1 ? [[`${number - 1}.html`, t.value.exports.earlier]] : []),
    ...(hasNext ? [[`${number + 1}.html`, t.value.exports.later]] : []),
  ].map(([href, words = '']) => `<a href="${href}">${escaped(words)}</a>`);
  const nav = `<nav>${links.join('')}</nav>`;
  return `<h1>${escaped(personName(app, friend))}</h1>\n${warningsOf(app, page)}${nav}\n<ol>\n${lines.join('\n')}\n</ol>\n${nav}`;
};
