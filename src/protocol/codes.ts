// How every failure that a user can see is spelled, by meaning. One code has one HTTP status.

const code = <Code extends string>(spelled: Code, status: number) => ({ code: spelled, status });

export const CODES = {
  tokenInvalid: code('AUTH_001', 401),
  tokenExpired: code('AUTH_002', 401),
  wrongPassword: code('AUTH_003', 401),
  notYours: code('AUTH_004', 403),
  registrationClosed: code('AUTH_005', 403),
  noSuchUser: code('USER_001', 404),
  usernameTaken: code('USER_002', 409),
  emailTaken: code('USER_003', 409),
  notFriends: code('FRIEND_001', 404),
  yourself: code('FRIEND_002', 400),
  alreadyRequested: code('FRIEND_003', 409),
  noSuchRequest: code('FRIEND_004', 404),
  noSuchMessage: code('MESSAGE_001', 404),
  messageNotYours: code('MESSAGE_002', 403),
  clientIdReused: code('MESSAGE_003', 409),
  fileTypeUnsupported: code('FILE_001', 400),
  fileTooLarge: code('FILE_002', 400),
  noSuchFile: code('FILE_003', 404),
  quotaReached: code('FILE_004', 403),
  noKey: code('ENCRYPT_001', 404),
  undecryptable: code('ENCRYPT_002', 422),
  staleKey: code('ENCRYPT_003', 409),
  noSuchCall: code('CALL_001', 404),
  busy: code('CALL_002', 409),
  noPushService: code('PUSH_001', 422),
  otherPushKey: code('PUSH_002', 409),
  unreadableBody: code('REQUEST_001', 400),
  invalidField: code('REQUEST_002', 422),
  noSuchPath: code('REQUEST_003', 404),
  wrongMethod: code('REQUEST_004', 405),
  bodyTooLarge: code('REQUEST_005', 413),
  tooManyRequests: code('REQUEST_006', 429),
  wrongContentType: code('REQUEST_007', 415),
  preconditionFailed: code('REQUEST_008', 412),
  ourFault: code('SERVER_001', 500),
  cannotStore: code('SERVER_002', 503),
} as const;

export type RefusalName = keyof typeof CODES;
