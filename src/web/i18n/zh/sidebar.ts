// The list of conversations.
import type { English } from '../en/en';

export const sidebar: English['sidebar'] = {
  conversations: '会话',
  search: '搜索会话',
  noMatch: (sought) => `没有与“${sought}”的会话`,
  findPeople: '按此名字找人',
  noConversations: '还没有会话',
  noConversationsText: '查找认识的人，或者发出邀请。',
  noMessages: '还没有消息',
  draft: '草稿：',
  yourMessage: '你：',
  unread: (count) => `${count} 条未读`,
  recoveryDue: '你还没有确认保存恢复码。忘记密码时，只有它能打开你的消息。',
};
