// One's own account beside the keys: name, picture, status, devices, space.

import type { Sessions } from '../../../features/auth/model';
import type { AvatarUploaded } from '../../../features/upload/model';
import type { Profile, Storage as Space } from '../../../features/user/model';
import { avatar_side_px_max } from '../../../protocol/limits';
import { trimName } from '../../../protocol/login-name';
import type { Status } from '../../../protocol/objects';
import type { Frame } from '../../view/settings/crop-frame';
import { drawFrame } from '../../view/settings/crop-frame';
import { ask, download, get, put, remove } from '../net/api';
import { me } from '../state';

const setMe = (change: object): void => {
  if (me.value) me.value = { ...me.value, ...change };
};

const square = (picture: ImageBitmap, frame: Frame): Promise<Blob> => {
  const canvas = new OffscreenCanvas(avatar_side_px_max, avatar_side_px_max);
  const context = canvas.getContext('2d');
  if (context) drawFrame(context, picture, frame, avatar_side_px_max);
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.9 });
};

export const account = {
  async rename({ username, email }: { username: string; email: string }): Promise<void> {
    const own = me.value;
    // A name that nobody typed anew is sent as it is: it may be older than the rules of today.
    const names = {
      username: username === own?.username ? username : trimName(username),
      email: email === own?.email ? email : trimName(email),
    };
    setMe(await put<Profile>('/user/profile', names));
  },
  async clearAvatar(): Promise<void> {
    setMe(await put<Profile>('/user/profile', { avatar: '' }));
  },
  async setAvatar(picture: ImageBitmap, frame: Frame): Promise<void> {
    const form = new FormData();
    form.set('file', await square(picture, frame), 'avatar.webp');
    const { avatar_url } = await ask<AvatarUploaded>('POST', '/upload/avatar', {
      body: form,
    });
    setMe({ avatar: avatar_url });
  },
  async setStatus(status: Status): Promise<void> {
    await put('/user/status', { status });
    setMe({ status });
  },
  devices: () => get<Sessions>('/auth/sessions'),
  endDevice: (id: number) => remove(`/auth/sessions/${id}`),
  storage: () => get<Space>('/user/storage'),
  async exportAll(): Promise<void> {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await download('/user/export'));
    link.download = 'chat8-export.zip';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  },
};
