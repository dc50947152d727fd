// 页面框架：横幅提示，以及空白窗口中的文字。
import type { English } from '../en/en';
import { spaced } from './spaced';

export const shell: English['shell'] = {
  unreachableTitle: '无法连接服务器',
  unreachableText: '请检查网络。页面会自动重试，你输入的内容不会丢失。',
  clockOff: (time) => spaced`这台设备的时钟误差为 ${time}，校准之前显示的时间可能不准确。`,
  storageBlocked:
    '浏览器禁止此页面使用 Cookie 和网站数据。关闭页面后你会退出登录，草稿也会丢失。可以在地址栏中允许使用。',
  serverRestored: '服务器已从备份恢复，备份之后的消息可能缺失。',
  offline: '没有连接。你写的内容会保存，稍后自动发送。',
  storeTrouble: {
    newer: '这个浏览器用过更新版本的 Chat8。重新加载页面之前，没有连接时无法显示内容。',
    blocked: '另一个标签页还在运行旧版本的 Chat8。关闭它之后，此页面会重新保存消息供离线使用。',
    rebuilt: '这台设备上保存的内容已损坏，正在重新加载。你写的内容没有丢失。',
    full: '这台设备的空间已满：已从本机移除保存的文件和旧消息，服务器上仍有这些内容。',
    missing: '这个浏览器目前不保存消息，没有连接时 Chat8 无法显示消息。页面会自动重试。',
  },
  chooseConversation: '选择一个会话',
  chooseConversationText: '消息和文件在离开这台设备之前就已加密。',
};
