// What went wrong, by meaning; protocol/codes.ts names the refusals of the server.
export const errors = {
  tryAgainIn: (time: string) => `Too many attempts. Try again in ${time}.`,
  reasons: {
    answerMalformed:
      'The server’s answer makes no sense. Try again later, or tell the server’s admin.',
    kdfRefused:
      'The server asked for your password in an unsafe way, so nothing was sent. Tell the server’s admin.',
    network: 'Can’t reach the server. Check your connection.',
    otherBuild: 'Chat8 was updated on the server. Reload this page, then try again.',
    locked: 'That doesn’t unlock your messages.',
    missingVault: 'The server still says it has no keys of yours. Try again later.',
    keyChanged: 'The key has changed. Compare the safety numbers before you send.',
    keyGone: 'The server says this person no longer has a key. Nothing is sent unencrypted.',
    neverPlain:
      'This message isn’t encrypted, so its text can’t be changed: the new one would be readable on the server. Delete it and write it again.',
    comparedOther:
      'The key changed while you were comparing, so nothing was marked as verified. Please compare the new numbers.',
    linkRepeated: 'The server returned an old invitation link. Don’t use it, and try again.',
    needsPassword:
      'You need your password to replace the key. Sign out and sign in again with it. If you forgot it, the server’s admin can set a new one.',
    foreign:
      'The answer didn’t come from this server. Something on the way stepped in, such as a proxy or the sign-in page of a Wi-Fi network.',
    blocked:
      'This doesn’t get through, although you’re connected. Something on the way may be blocking it: try again, or use another network.',
    tooLong: 'This is too long for one message. Send it as a file.',
    damaged: 'The file is damaged, or it isn’t the one that was sent.',
    tokenInvalid: 'You’re signed out. Please sign in again.',
    tokenExpired: 'You’re signed out. Please sign in again.',
    wrongPassword: 'Wrong username or password.',
    notYours: 'This account is disabled. Ask the server’s admin.',
    registrationClosed: 'You need a valid invitation to register.',
    noSuchUser: 'There’s no such person.',
    usernameTaken: 'This username is taken, or too similar to one that is.',
    emailTaken: 'This email address is taken.',
    notFriends: 'You’re not friends.',
    yourself: 'That’s you.',
    alreadyRequested: 'You already sent a request, or you’re already friends.',
    noSuchRequest: 'This request was already withdrawn or answered.',
    noSuchMessage: 'The message was deleted.',
    messageNotYours: 'This can’t be changed any more.',
    fileTypeUnsupported: 'Programs and scripts can’t be sent.',
    fileTooLarge: 'The file is too large for this server.',
    noSuchFile: 'The file no longer exists.',
    quotaReached: 'Your storage is full. Delete files to free some space.',
    noKey: 'This person has no key yet.',
    noPushService: 'This server cannot send notifications to this browser.',
    otherPushKey: 'This device has to be set up for notifications again.',
    undecryptable: 'The server refused this because nobody could decrypt it. Reload the page.',
    staleKey: 'Another device was faster. Please try again.',
    invalidField: 'Something in the form isn’t right.',
    noSuchPath: 'This no longer exists.',
    bodyTooLarge: 'This is too large for the server.',
    tooManyRequests: 'Too many attempts. Wait a moment.',
    ourFault: 'Something went wrong on the server.',
    cannotStore: 'The server can’t store this right now. Please try again later.',
    other: 'That didn’t work.',
  },
};
