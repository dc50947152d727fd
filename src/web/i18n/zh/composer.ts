// 写消息：文字、文件、语音。
import type { English } from '../en/en';
import { spaced } from './spaced';

export const composer: English['composer'] = {
  message: '消息',
  messageNotEncrypted: '消息（未加密）',
  send: '发送',
  attach: '添加文件',
  record: '录制语音消息',
  recording: '正在录音',
  pauseRecording: '暂停录音',
  resumeRecording: '继续录音',
  listen: '试听',
  stopListening: '暂停',
  sendRecording: '发送录音',
  microphoneRefused: '此页面没有麦克风权限。请在地址栏中允许后重试。',
  noMicrophone: '没有找到麦克风。',
  microphoneBusy: '麦克风无法启动，可能正被其他程序占用。',
  editing: '编辑消息',
  replyingTo: (name) => spaced`回复 ${name}`,
  replyingToSelf: '回复自己',
  chosenFiles: '已选文件',
  albums: (count) => (count === 1 ? '合为一个相册发送' : `合为 ${count} 个相册发送`),
  originalSize: '原图',
  metadataRemoved: '除文件上另有说明外，图片和视频中的拍摄地点和时间都会移除。',
  metadataStays: '此文件中的拍摄信息（可能包括地点）不会移除。',
  tooManyFiles: (most) => `一次最多发送 ${most} 个文件。`,
  tooLong: (bytes) => `超出 ${bytes} 字节。请缩短文字，或作为文件发送。`,
  storageFull: '浏览器的存储空间已满。你写的内容只在此页面打开期间保留。',
};
