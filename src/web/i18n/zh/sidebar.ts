// 会话列表。
import type { English } from '../en/en';
import { spaced } from './spaced';

export const sidebar: English['sidebar'] = {
  conversations: '会话',
  search: '搜索名字和消息',
  noMatch: (sought) => `没有与“${sought}”的会话`,
  findPeople: '查找叫这个名字的人',
  noConversations: '还没有会话',
  noConversationsText: '查找认识的人，或邀请他们加入。',
  firstHere: '这是你的服务器',
  firstHereText: '你是这里的第一个人。把链接发给想邀请的人，或让对方扫描二维码。',
  inviteSomebody: '邀请一个人',
  noMessages: '还没有消息',
  draft: '草稿：',
  yourMessage: '你：',
  unread: (count) => `${count} 条未读`,
  pin: '置顶',
  unpin: '取消置顶',
  pinned: '已置顶',
  markUnread: '标为未读',
  markRead: '标为已读',
  marked: '已标为未读',
  silence: '静音',
  archive: '归档',
  unarchive: '取消归档',
  archived: '已归档',
  archivedNow: '已归档。有新消息时会重新出现。',
  unarchived: '已放回列表',
  nothingArchived: '没有已归档的会话。',
  clear: '删除会话',
  clearText: (name) =>
    spaced`与 ${name} 的所有消息和文件会从你的所有设备上消失，无法恢复。${name} 那边仍会保留，也不会收到通知。`,
  clearNotesText: '你的所有笔记会从你的所有设备上消失，无法恢复。',
  cleared: '会话已删除',
  acts: (name) => spaced`${name} 的更多操作`,
  recoveryDue: '你还没有确认已保存恢复码。如果忘记密码，只有它能解锁你的消息。',
};
