// Every refusal in both languages, and the error that carries one.
import type { RefusalName } from './codes';
import { CODES } from './codes';

const words = (zh: string, en: string) => ({ zh, en });

const WORDS: Record<RefusalName, ReturnType<typeof words>> = {
  tokenInvalid: words('无效的认证令牌', 'The token is missing or not valid'),
  tokenExpired: words('令牌已过期', 'The token has expired'),
  wrongPassword: words('用户名或密码错误', 'Wrong user name or password'),
  notYours: words('无权访问', 'This is not yours to use'),
  registrationClosed: words(
    '未开放注册，或邀请无效',
    'Registration is closed, or the invitation is missing or no longer valid',
  ),
  noSuchUser: words('用户不存在', 'No such user'),
  usernameTaken: words('用户名已存在', 'This user name is taken'),
  emailTaken: words('邮箱已存在', 'This e-mail address is taken'),
  notFriends: words('好友关系不存在', 'You are not friends'),
  yourself: words('不能添加自己为好友', 'That is yourself'),
  alreadyRequested: words('好友请求已存在', 'Already requested or friends'),
  noSuchRequest: words('好友请求不存在', 'No such friend request'),
  noSuchMessage: words('消息不存在', 'No such message'),
  messageNotYours: words('无权限访问消息', 'This message is not yours'),
  clientIdReused: words('客户端标识已用于其他消息', 'client_id was used before'),
  fileTypeUnsupported: words('文件类型不支持', 'This file type is not supported'),
  fileTooLarge: words('文件大小超出限制', 'The file is larger than the limit'),
  noSuchFile: words('文件不存在', 'No such file'),
  quotaReached: words('存储空间已满', 'The storage quota is reached'),
  noKey: words('加密密钥不存在', 'There is no such key'),
  undecryptable: words('解密失败', 'Nobody could decrypt this'),
  staleKey: words('密钥已更新', 'Not the current key or vault'),
  noSuchCall: words('通话不存在', 'No such call, or not in that state'),
  busy: words('对方忙线中', 'Busy in another call'),
  noPushService: words('不是可用的推送服务', 'Not a push service that this server calls'),
  otherPushKey: words('推送订阅已失效，请重新订阅', 'Made for another key: subscribe again'),
  unreadableBody: words('请求体无法解析', 'The body cannot be parsed'),
  invalidField: words('请求参数验证失败', 'A field is missing or not valid'),
  noSuchPath: words('路径不存在', 'No such path'),
  wrongMethod: words('请求方法不允许', 'This method is not allowed here'),
  bodyTooLarge: words('请求体过大', 'The body is too large'),
  tooManyRequests: words('请求过于频繁', 'Too many requests'),
  wrongContentType: words('内容类型不支持', 'Wrong content type'),
  preconditionFailed: words('前提条件不成立', 'A precondition does not hold'),
  ourFault: words('服务器内部错误', 'A fault of the server'),
  cannotStore: words('服务器暂时无法存储', 'The server cannot store this now'),
};

interface Entry {
  code: string;
  status: number;
  zh: string;
  en: string;
}

const entryOf = (name: RefusalName): Entry => ({ ...CODES[name], ...WORDS[name] });

/** All refusals. */
export const REFUSALS = Object.fromEntries(
  (Object.keys(CODES) as RefusalName[]).map((name) => [name, entryOf(name)]),
) as Record<RefusalName, Entry>;

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
