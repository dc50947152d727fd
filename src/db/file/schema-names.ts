// The names in a database of this version. Making one in memory to compare with would be the
// longest step of the check at a start. A test compares this list with the migrations.

const TABLES = `
  blocks
  calls
  contacts
  conversations
  dead_endpoints
  drafts
  ended_sessions
  event_batches
  events
  files
  friend_links
  friend_requests
  homes
  invite_uses
  invites
  message_words
  message_words_config
  message_words_data
  message_words_docsize
  message_words_idx
  messages
  meta
  partial_uploads
  privacy
  public_keys
  push_marks
  push_settings
  push_subscriptions
  reactions
  refresh_tokens
  sessions
  sqlite_sequence
  storage
  users
  vault_keys
  vaults
`;

const INDEXES = `
  calls_live_callee
  calls_live_caller
  conversations_pair
  dead_endpoints_at
  ended_sessions_at
  events_covering
  files_doomed
  files_owner
  friend_links_guest
  friend_links_until
  friend_requests_pending
  friend_requests_received
  homes_used
  invite_uses_user
  invites_user
  messages_conversation
  messages_expiry
  messages_file
  partial_uploads_session
  partial_uploads_user
  push_subscriptions_endpoint_unique
  push_subscriptions_session
  push_subscriptions_user
  sessions_expiry
  sessions_user
  sqlite_autoindex_calls_1
  sqlite_autoindex_dead_endpoints_1
  sqlite_autoindex_files_1
  sqlite_autoindex_friend_links_1
  sqlite_autoindex_homes_1
  sqlite_autoindex_invite_uses_1
  sqlite_autoindex_invites_1
  sqlite_autoindex_partial_uploads_1
  sqlite_autoindex_push_marks_1
  users_capital_look
  users_email_key
  users_look
  users_username_key
`;

const TRIGGERS = `
  storage_file_added
  storage_file_deleted
  storage_file_gone
  storage_key_added
  storage_key_gone
  storage_message_changed
  storage_message_gone
  storage_user
  storage_vault_added
  storage_vault_gone
`;

const words = (text: string): string[] => text.trim().split(/\s+/);

export const WANTED: { type: string; name: string }[] = [
  ...words(TABLES).map((name) => ({ type: 'table', name })),
  ...words(INDEXES).map((name) => ({ type: 'index', name })),
  ...words(TRIGGERS).map((name) => ({ type: 'trigger', name })),
];
