// What the operations of uploads in parts take, answer and refuse.
import { json, noBody } from '../../../http/body/json';
import { Done, Success } from '../../../http/envelope';
import { octets, operation } from '../../../http/operation';
import { upload_part_bytes_max } from '../../../protocol/upload-limits';
import { FileUploaded, PartQuery, Received, UploadBegun, UploadDraft, UploadId } from '../model';

export const BEGIN = {
  ...json(UploadDraft),
  response: { 200: Success(UploadBegun) },
  ...operation(
    '开始分段上传',
    'Begin an upload that can go on after a lost connection',
    ['fileTooLarge', 'quotaReached', 'noSuchUser', 'notFriends', 'tooManyRequests'],
    '24 小时无新数据即删除 · Removed 24 hours after its last bytes came',
  ),
};

export const APPEND = {
  parse: noBody,
  params: UploadId,
  query: PartQuery,
  response: { 200: Success(Received) },
  ...octets(
    operation(
      '上传一段',
      'The next bytes of an upload',
      ['noSuchPath', 'noSuchUser', 'notFriends', 'fileTypeUnsupported', 'tooManyRequests'],
      `至多 ${upload_part_bytes_max} 字节；偏移不符时 \`details.offset\` 为正确值 · at most ` +
        `${upload_part_bytes_max} bytes; if the offset is another, \`details.offset\` says it`,
    ),
  ),
};

export const PROGRESS = {
  params: UploadId,
  response: { 200: Success(Received) },
  ...operation('查询上传进度', 'Where an upload goes on', ['noSuchPath']),
};

export const CANCEL = {
  parse: noBody,
  params: UploadId,
  response: { 200: Done },
  ...operation('取消上传', 'Drop an upload that is not complete', ['noSuchPath']),
};

export const FINISH = {
  parse: noBody,
  params: UploadId,
  response: { 201: Success(FileUploaded) },
  ...operation(
    '完成上传',
    'Make a file of an upload that is complete; again: the same answer',
    [
      'noSuchPath',
      'invalidField',
      'fileTypeUnsupported',
      'quotaReached',
      'noSuchUser',
      'notFriends',
    ],
    '未传完时 `details.offset` 为继续处 · `details.offset` is where it goes on if not all is there',
  ),
};
