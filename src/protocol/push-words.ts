// What a notification says, in the language of the device: the server's words if no worker says it
// better, and the worker's own.
import type { MessageType } from './objects';

const zh = {
  messages: (count: number) => (count > 1 ? `${count} 条新消息` : '新消息'),
  something: '你有新消息',
  kinds: { image: '图片', file: '文件', audio: '语音消息', video: '视频' },
  voice: '语音通话邀请',
  video: '视频通话邀请',
  call: '来电',
  over: '通话已结束',
  test: '测试通知：这台设备能收到通知',
  decline: '拒绝',
};

const en: typeof zh = {
  messages: (count) => (count > 1 ? `${count} new messages` : 'New message'),
  something: 'You have new messages',
  kinds: { image: 'Picture', file: 'File', audio: 'Voice message', video: 'Video' },
  voice: 'Voice call',
  video: 'Video call',
  call: 'Incoming call',
  over: 'The call is over',
  test: 'A test: this device receives notifications',
  decline: 'Decline',
};

export const PUSH_WORDS = { zh, en };
export type PushWords = typeof zh;

/** What a call is, if the server says one of its own words: no others stand under a friend's name. */
export const callWordsOf = (words: PushWords, said: string): string =>
  [words.voice, words.video].find((each) => each === said) ?? words.call;

/** What a message is if it is no text. */
export const wordOfType = (words: PushWords, type: MessageType): string | undefined =>
  type === 'text' ? undefined : words.kinds[type];
