// This server as a unit of systemd (systemd.service(5)).
import type { Config } from '../../config/config';
import { broughtFiles, type Given, variableOf } from '../../config/read';
import { opened } from './relay-ports';

const state = '/var/lib/chat8';
const standard_program = '/usr/local/bin/chat8';

/** By ProtectHome and PrivateTmp (systemd.exec(5)). */
const HIDDEN = ['/home', '/root', '/run/user', '/tmp', '/var/tmp'];

/** systemd.exec(5). */
const SANDBOX = [
  'NoNewPrivileges=yes',
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'PrivateTmp=yes',
  'PrivateDevices=yes',
  'ProtectKernelTunables=yes',
  'ProtectKernelModules=yes',
  'ProtectControlGroups=yes',
  'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK',
  'RestrictSUIDSGID=yes',
  'LockPersonality=yes',
  'UMask=0077',
];

/** Inside double quotes of a unit file (systemd.syntax(7), and specifiers of systemd.unit(5)). */
const quoted = (text: string) => text.replace(/["\\]/g, '\\$&').replaceAll('%', '%%');

const isBelow = (path: string, dir: string) => path === dir || path.startsWith(`${dir}/`);

export const systemd = (config: Config, given: Given[]): string => {
  const { port, acme, http_port, backup_dir } = config;
  const data_dir = given.some(({ setting }) => setting.name === 'data_dir')
    ? config.data_dir
    : state;
  const elsewhere = [data_dir, backup_dir ?? data_dir]
    .filter((path, at, all) => all.indexOf(path) === at)
    .filter((path) => !isBelow(path, state));
  const brought = broughtFiles(given);
  // A dynamic user owns no files elsewhere, and can't read certificates.
  const isDynamic = elsewhere.length === 0 && brought.length === 0;
  const secrets = given.filter(({ setting }) => setting.isSecret);
  const settings = given
    .filter(({ setting }) => !setting.isSecret && setting.name !== 'data_dir')
    .map(({ setting, text }) => `Environment="${variableOf(setting)}=${quoted(text)}"`);
  const ports = [
    port,
    acme ? (http_port ?? 80) : http_port,
    config.turn_port,
    config.turn_tls_port,
  ];
  const needsLow = ports.some((number) => number !== undefined && number > 0 && number < 1_024);
  const calls = opened(config);
  const lines = [
    '# /etc/systemd/system/chat8.service, then: systemctl daemon-reload && systemctl enable --now chat8',
    `# The program: install -m 755 ${process.execPath} ${standard_program}`,
    ...(calls ? [`# The firewall, for calls: ${calls}`] : []),
    ...(isDynamic ? [] : ['# The user: useradd --system --no-create-home chat8']),
    ...elsewhere.map((path) => `# The directory: install -d -o chat8 -m 700 '${path}'`),
    ...brought.map((path) => `# The user chat8 must be able to read ${path}`),
    ...[...elsewhere, ...brought]
      .filter((path) => HIDDEN.some((dir) => isBelow(path, dir)))
      .map((path) => `# The unit hides ${path}: choose a place not below ${HIDDEN.join(', ')}`),
    ...(secrets.length === 0
      ? []
      : [
          `# Secrets go into /etc/chat8.env, mode 0600, a line each: ${secrets.map(({ setting }) => `${variableOf(setting)}=…`).join(', ')}`,
        ]),
    '[Unit]',
    'Description=Chat8',
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    `ExecStart=${standard_program}`,
    `Environment="CHAT8_DATA_DIR=${quoted(data_dir)}"`,
    ...settings,
    'EnvironmentFile=-/etc/chat8.env',
    ...(isDynamic ? ['DynamicUser=yes'] : ['User=chat8']),
    ...(isBelow(data_dir, state) || isBelow(backup_dir ?? data_dir, state)
      ? ['StateDirectory=chat8', 'StateDirectoryMode=0700']
      : []),
    ...elsewhere.map((path) => `ReadWritePaths="${quoted(path)}"`),
    'Restart=on-failure',
    'RestartSec=2',
    // Restarting doesn't help against wrong settings.
    'RestartPreventExitStatus=2',
    'TimeoutStopSec=10',
    'LimitNOFILE=65536',
    needsLow ? 'AmbientCapabilities=CAP_NET_BIND_SERVICE' : undefined,
    `CapabilityBoundingSet=${needsLow ? 'CAP_NET_BIND_SERVICE' : ''}`,
    ...SANDBOX,
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ];
  return lines.filter((line) => line !== undefined).join('\n');
};
