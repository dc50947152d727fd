// Writing a message: text, files, voice.
import type { English } from '../en/en';

export const composer: English['composer'] = {
  message: '消息',
  messageNotEncrypted: '消息（未加密）',
  send: '发送',
  attach: '添加文件',
  record: '录制语音消息',
  recording: '正在录音',
  sendRecording: '发送录音',
  microphoneRefused: '浏览器不允许此页面使用麦克风。请在地址栏旁允许后再试。',
  noMicrophone: '无法使用麦克风。',
  microphoneBusy: '麦克风无法启动，也许另一个程序正在使用。',
  editing: '正在编辑',
  replyingTo: (name) => `回复 ${name}`,
  replyingToSelf: '回复自己',
  chosenFiles: '已选文件',
  originalSize: '原图',
  metadataRemoved: '图片中记录的拍摄地点和时间一律不会发送。',
  metadataStays: '相机记录在其中的信息（可能包括地点）会保留。',
  tooManyFiles: (most: number) => `一次最多 ${most} 个文件。`,
  tooLong: (bytes: number) => `超出 ${bytes} 字节。请缩短，或作为文件发送。`,
  storageFull: '此浏览器的存储已满：你写的内容只在此页面打开期间保留。',
};
