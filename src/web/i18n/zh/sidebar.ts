// 会话列表。
import type { English } from '../en/en';

export const sidebar: English['sidebar'] = {
  conversations: '会话',
  search: '搜索名字和消息',
  noMatch: (sought) => `没有与“${sought}”的会话`,
  findPeople: '查找叫这个名字的人',
  noConversations: '还没有会话',
  noConversationsText: '查找认识的人，或邀请他们加入。',
  noMessages: '还没有消息',
  draft: '草稿：',
  yourMessage: '你：',
  unread: (count) => `${count} 条未读`,
  recoveryDue: '你还没有确认已保存恢复码。如果忘记密码，只有它能解锁你的消息。',
};
