// The frame of the page: banners, and what stands in an empty window.
import type { English } from '../en/en';

export const shell: English['shell'] = {
  unreachableTitle: '无法连接服务器',
  unreachableText: '请检查网络。页面会自动重试，输入的内容不会丢失。',
  clockOff: (time) => `此设备的时钟相差 ${time}，校准之前显示的时间可能不对。`,
  storageBlocked:
    '此浏览器不为此页面保存任何内容（Cookie 和网站数据被阻止）。关闭页面后你会被退出登录，草稿也会丢失。请在地址栏旁允许它们。',
  serverRestored: '此服务器已从备份恢复，备份之后的消息可能缺失。',
  offline: '没有连接。你写的内容会保留，稍后发送。',
  chooseConversation: '选择一个会话',
  chooseConversationText: '消息和文件在离开这台设备之前就已加密。',
};
