// 导出的聊天记录：导出的页面，以及导出过程中的提示。
import type { English } from '../en/en';
import { spaced } from './spaced';

export const exports: English['exports'] = {
  title: 'Chat8 聊天记录',
  takeAlong: '导出聊天记录',
  takeAllAlong: '导出全部聊天记录',
  text: '一个不用 Chat8 也能看的 ZIP 文件：已解密的消息做成网页，图片和文件都在其中。拿到它的人都能看。',
  running: ({ place, messages, total, size }) => `${place}${messages} / ${total} 条消息 · ${size}`,
  place: (number, count) => `第 ${number} 个会话，共 ${count} 个 · `,
  done: (messages, files) => `导出完成：${messages}，${files}。`,
  doneParts: (parts) => `分成了 ${parts} 个文件，请全部解压到同一个文件夹。`,
  doneLeft: (count) => `有 ${count} 项无法打开，已列在首页。`,
  failed: (why) => `导出没有完成，未保留任何内容。${why}`,
  noRoom: '导出没有完成，未保留任何内容：设备空间不足。请腾出空间，或逐个会话导出。',
  cannotWrite: '无法写入文件。',
  stopped: '已停止导出，未保留任何内容。',
  stop: '停止',
  madeBy: (name, when) => spaced`${name} 导出于 ${when}`,
  readable: '拿到这些文件的人都能看到其中的内容。加密的消息已在导出的设备上解密。',
  messages: (_, shown) => spaced`${shown} 条消息`,
  files: (_, shown) => spaced`${shown} 个文件`,
  disappearing: (count) => `${count} 条限时消息未导出`,
  leftTitle: (count) => `未能导出的内容（${count}）`,
  nothingLeft: '所有内容均已打开。',
  fileMissing: '服务器上已没有这个文件。',
  fileDamaged: '这个文件已损坏，或不是当初发送的文件。',
  deletedMessage: '已删除的消息',
  editedAt: (when) => spaced`编辑于 ${when}`,
  toOverview: '目录',
  earlier: '较早的消息',
  later: '较新的消息',
  partTitle: (number) => `第 ${number} 部分`,
  partText:
    '请把所有部分解压到同一个文件夹，再打开其中的 index.html。它在最后一部分里，没有它就不完整。',
};
