// Signing in, registering, unlocking, and the recovery code.
export const entry = {
  tagline: 'Private messaging on your own server',
  promises: [
    'Messages, files and file names are encrypted before they leave your device.',
    'Everything is stored on a server run by you or someone you know.',
    'No phone number, no ads, no other company.',
  ],
  signIn: 'Sign in',
  signOut: 'Sign out',
  register: 'Create account',
  signInTitle: 'Welcome back',
  registerTitle: 'Create your account',
  invitedBy: (name: string) =>
    `${name} invited you. Create an account, and you’ll be friends right away.`,
  invitationValid: 'Your invitation is valid. Create your account.',
  registrationClosed:
    'Registration is closed on this server. Ask its admin to create an account for you.',
  invitationNeeded:
    'You need an invitation to register here. Ask a friend on this server, or its admin, for a link.',
  invitationSpent:
    'This invitation was already used or withdrawn, it has expired, or it’s from another server. Ask for a new link.',
  withoutInvitation: 'Create an account without it',
  forgotPassword: 'Forgot your password?',
  forgotPasswordText: [
    'The server’s admin can set a new one (chat8 user reset-password). Sign in with it here.',
    'To unlock your messages, you then need your previous password or your recovery code. The admin has neither and can’t read anything.',
    'If you have neither, you get a new key. Your friends are told, and your earlier messages stay locked.',
  ],
  firstAccount: 'This server is new. Yours is the first account.',
  noAccountYet: {
    invite:
      'Nobody has an account on this server yet. Its admin creates the first invitation with this command:',
    closed:
      'Nobody has an account on this server yet, and registration is closed. Its admin creates the first account with this command:',
  },
  signedOutReasons: {
    ended:
      'You were signed out from another device, by a new password, or by the admin. Your drafts are still here.',
    expired:
      'You hadn’t been here for a long time, so please sign in again. Everything you wrote is still here.',
    unknown:
      'The server no longer knows this session, perhaps because it was restored from a backup. Please sign in again. Everything you wrote is still here.',
    otherPerson:
      'Someone else signed in with this browser. Sign out to continue as yourself. Your drafts are still here.',
    signedOut:
      'You’re signed out. Your keys, drafts and unsent messages were removed from this device.',
    signedOutLater:
      'You’re signed out on this device, and your keys were removed from it. The server can’t be reached right now. It is told as soon as it can be, before anyone signs in here.',
    erased: 'Your account was deleted. Take care.',
  },
  insecureTitle: 'This address is not secure',
  insecureText:
    'Browsers only encrypt on https addresses and on localhost, and this is an http address. Messages can’t be read or written here.',
  insecureAsk: 'Ask the server’s admin for its https address.',
  insecureOperator: (port: string) =>
    `Are you the admin? “chat8 setup caddy” prints the settings for https. On the server’s own computer, http://localhost${port && `:${port}`} works as it is.`,
  openSecure: 'Open the secure address',
  recoveryTitle: 'Your recovery code',
  recoveryText:
    'Nobody can reset your encryption: not the server, and not its admin. If you forget your password, this code unlocks your messages. It’s shown only once. Write it down and keep it somewhere safe.',
  recoveryCheck: 'Enter the last group to confirm that you saved it',
  saveAsFile: 'Save as a file',
  recoveryFileText:
    'Chat8: the recovery code for your messages. Keep it where nobody else can find it.',
  lockedTitle: 'Unlock your messages',
  lockedText:
    'Your keys aren’t on this device yet. Your password or your recovery code opens them.',
  lockedResetText:
    'Your password was reset by the admin or changed in another program. Your messages are still locked with the previous one. Enter that, or your recovery code.',
  lockedForeignText:
    'The server sent keys that this device can’t open. If you created new keys on another device, unlock with your password. If you didn’t, they may be somebody else’s: go on with the copy on this device, and tell the server’s admin.',
  lockedNewerText: 'Your keys were saved by a newer version of Chat8. Reload this page to use it.',
  useOwnCopy: 'Use the copy on this device',
  lockedDamagedText:
    'The copy of your keys on the server is damaged, and so are the earlier ones. If you’re signed in on another device, open Chat8 there: it saves its copy again. Then try again here.',
  lockedMissingText:
    'The server says it has no keys of yours, but this device has seen them. It may have lost them, or it may be lying. If you’re signed in on another device, open Chat8 there: it saves its copy again. Then try again here with your password.',
  lockedAwayText:
    'The server hasn’t been reached for two weeks. To read what is kept on this device, enter your password.',
  appLockedTitle: 'Chat8 is locked',
  pin: 'PIN',
  wrongPin: (left: number) =>
    left === 1 ? 'Wrong PIN. One more try.' : `Wrong PIN. ${left} more tries.`,
  lostPin: 'Use your password instead',
  lostPinText:
    'This turns off the app lock on this device. Then your password or your recovery code opens your messages. What you wrote stays here.',
  somebodyCalls: 'Somebody is calling. Unlock to answer.',
  calls: (name: string) => `${name} is calling. Unlock to answer.`,
  unlock: 'Unlock',
  useRecovery: 'Use the recovery code',
  usePassword: 'Use the password',
  startOver: 'I have neither',
  startOverText:
    'You get a new key. Your friends are told, and messages encrypted with the old key stay unreadable. Continue?',
  startOverAct: 'Create a new key',
  nowFriends: (name: string) => `You and ${name} are now friends.`,
  invitedMemberText: (name: string) =>
    `${name} invited you. Accept, and you’ll be friends right away.`,
  ownInvitation: 'This is your own invitation. Send the link to someone else.',
};
