// One's own account beside the keys: name, picture, status, devices, space.
import type { Friend } from '../../realtime/views';
import { ask, download, get, put, remove } from './api';
import { me } from './state';

export interface Device {
  id: number;
  last_used_at: string;
  user_agent: string;
  current: boolean;
}

const setMe = (change: object): void => {
  if (me.value) me.value = { ...me.value, ...change };
};

const side_px = 512;

/** The middle square, small enough for any server. */
const square = async (file: File): Promise<Blob> => {
  const picture = await createImageBitmap(file);
  const side = Math.min(picture.width, picture.height);
  const canvas = new OffscreenCanvas(side_px, side_px);
  const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2];
  canvas.getContext('2d')?.drawImage(picture, x, y, side, side, 0, 0, side_px, side_px);
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.9 });
};

export const account = {
  async rename(username: string): Promise<void> {
    setMe(await put<object>('/user/profile', { username }));
  },
  async setAvatar(file: File): Promise<void> {
    const form = new FormData();
    form.set('file', await square(file), 'avatar.webp');
    const { avatar_url } = await ask<{ avatar_url: string }>('POST', '/upload/avatar', {
      body: form,
    });
    setMe({ avatar: avatar_url });
  },
  async setStatus(status: Friend['status']): Promise<void> {
    await put('/user/status', { status });
    setMe({ status });
  },
  devices: () => get<Device[]>('/auth/sessions'),
  endDevice: (id: number) => remove(`/auth/sessions/${id}`),
  storage: () => get<{ used: number; quota: number }>('/user/storage'),
  async exportAll(): Promise<void> {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await download('/user/export'));
    link.download = 'chat8-export.zip';
    link.click();
  },
};
