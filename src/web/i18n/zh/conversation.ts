// A conversation: its header, its timeline, its warnings.
import type { English } from '../en/en';

export const conversation: English['conversation'] = {
  messagesWith: (name: string) => `与 ${name} 的消息`,
  beginning: (name: string) => `这是你与 ${name} 对话的开头`,
  loading: '加载中…',
  loadAgain: '加载失败，再试一次',
  toNewest: '回到最新消息',
  backToReply: '回到那条回复',
  backToList: '返回列表',
  dropHere: (name: string) => `松开即可把文件发给 ${name}`,
  goToDay: '跳到某一天',
  day: '日期',
  go: '前往',
  keyChanged: (name) =>
    `${name} 的密钥已更改：可能是忘记密码后换了设备，也可能有人在中间。请比较安全码。`,
  acceptKey: '继续使用新密钥',
  compare: '比较',
  keyChangedTitle: '密钥已更换',
  keyChangedText: (name: string) =>
    `这不是你与 ${name} 核对过的、或随邀请而来的密钥。可能是 ${name} 丢失了密码，也可能有人从中作梗。你的消息会保留到你作出决定。`,
  sendAnyway: '仍然发送',
  blockedText: (name) => `你已屏蔽 ${name}：对方不能再发消息或请求，也不会得到通知。`,
  requestAgain: '申请加好友',
  notEncrypted: '未加密',
};
