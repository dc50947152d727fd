// The book of refusals: every failure a user can see, by meaning. One code has one HTTP status.

interface Entry {
  code: string;
  status: number;
  zh: string;
  en: string;
}

const entry = (code: string, status: number, zh: string, en: string): Entry => ({
  code,
  status,
  zh,
  en,
});

export const REFUSALS = {
  tokenInvalid: entry('AUTH_001', 401, '无效的认证令牌', 'The token is missing or not valid'),
  tokenExpired: entry('AUTH_002', 401, '令牌已过期', 'The token has expired'),
  wrongPassword: entry('AUTH_003', 401, '用户名或密码错误', 'Wrong user name or password'),
  notYours: entry('AUTH_004', 403, '无权访问', 'This is not yours to use'),
  registrationClosed: entry('AUTH_005', 403, '未开放注册', 'Registration needs an invitation'),
  noSuchUser: entry('USER_001', 404, '用户不存在', 'No such user'),
  usernameTaken: entry('USER_002', 409, '用户名已存在', 'This user name is taken'),
  emailTaken: entry('USER_003', 409, '邮箱已存在', 'This e-mail address is taken'),
  notFriends: entry('FRIEND_001', 404, '好友关系不存在', 'You are not friends'),
  yourself: entry('FRIEND_002', 400, '不能添加自己为好友', 'That is yourself'),
  alreadyRequested: entry('FRIEND_003', 409, '好友请求已存在', 'Already requested or friends'),
  noSuchRequest: entry('FRIEND_004', 404, '好友请求不存在', 'No such friend request'),
  noSuchMessage: entry('MESSAGE_001', 404, '消息不存在', 'No such message'),
  messageNotYours: entry('MESSAGE_002', 403, '无权限访问消息', 'This message is not yours'),
  clientIdReused: entry(
    'MESSAGE_003',
    409,
    '客户端标识已用于其他消息',
    'client_id was used before',
  ),
  fileTypeUnsupported: entry('FILE_001', 400, '文件类型不支持', 'This file type is not supported'),
  fileTooLarge: entry('FILE_002', 400, '文件大小超出限制', 'The file is larger than the limit'),
  noSuchFile: entry('FILE_003', 404, '文件不存在', 'No such file'),
  quotaReached: entry('FILE_004', 403, '存储空间已满', 'The storage quota is reached'),
  noKey: entry('ENCRYPT_001', 404, '加密密钥不存在', 'There is no such key'),
  undecryptable: entry('ENCRYPT_002', 422, '解密失败', 'Nobody could decrypt this'),
  staleKey: entry('ENCRYPT_003', 409, '密钥已更新', 'Not the current key or vault'),
  noSuchCall: entry('CALL_001', 404, '通话不存在', 'No such call, or not in that state'),
  busy: entry('CALL_002', 409, '对方忙线中', 'Busy in another call'),
  unreadableBody: entry('REQUEST_001', 400, '请求体无法解析', 'The body can not be parsed'),
  invalidField: entry('REQUEST_002', 422, '请求参数验证失败', 'A field is missing or not valid'),
  noSuchPath: entry('REQUEST_003', 404, '路径不存在', 'No such path'),
  wrongMethod: entry('REQUEST_004', 405, '请求方法不允许', 'This method is not allowed here'),
  bodyTooLarge: entry('REQUEST_005', 413, '请求体过大', 'The body is too large'),
  tooManyRequests: entry('REQUEST_006', 429, '请求过于频繁', 'Too many requests'),
  wrongContentType: entry('REQUEST_007', 415, '内容类型不支持', 'Wrong content type'),
  ourFault: entry('SERVER_001', 500, '服务器内部错误', 'A fault of the server'),
  cannotStore: entry('SERVER_002', 503, '服务器暂时无法存储', 'The server can not store this now'),
} as const;

export type RefusalName = keyof typeof REFUSALS;
export type Details = Record<string, unknown>;

/** A refusal by meaning; `http/failures.ts` and the socket spell it by number. */
export class Refusal extends Error {
  readonly entry: Entry;

  constructor(
    readonly refusal: RefusalName,
    readonly details: Details = {},
  ) {
    super(refusal);
    this.name = 'Refusal';
    this.entry = REFUSALS[refusal];
  }
}

/** What went wrong, in words for the operator. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Refusal)) return error instanceof Error ? error.message : String(error);
  const { fields = [] } = error.details as { fields?: { path: string; message: string }[] };
  if (fields.length > 0) return fields.map(({ path, message }) => `${path}: ${message}`).join('; ');
  const { cause, entry } = error;
  return cause === undefined ? entry.en : `${entry.en}: ${reasonOf(cause)}`;
};

/** A 422 about one field; the submitted value is never echoed. */
export const invalid = (path: string, message: string): Refusal =>
  new Refusal('invalidField', { fields: [{ path, message }] });
