// What people do on the screens of the web client, in English.
import type { Page } from 'playwright-core';

export interface Guest {
  page: Page;
  username: string;
  password: string;
}

/** On the form that is open already. */
export const fillIn = async (page: Page, username: string): Promise<Guest> => {
  const password = `${username} likes tea`;
  await page.getByLabel('Username', { exact: true }).fill(username);
  await page.getByLabel('Email', { exact: true }).fill(`${username}@example.org`);
  const field = page.getByLabel('Password', { exact: true });
  await field.fill(password);
  // Hints come and go below the field, and would move a button under the pointer.
  await field.press('Enter');
  await page.locator('[data-code]').waitFor();
  return { page, username, password };
};

export const signUp = async (page: Page, url: string, username: string): Promise<Guest> => {
  await page.goto(url);
  await page.getByRole('button', { name: 'Create account' }).first().click();
  return fillIn(page, username);
};

export const joinByInvitation = async (page: Page, link: string, username: string) => {
  await page.goto(link);
  return fillIn(page, username);
};

/** Past the recovery code; gives it. */
export const enter = async ({ page }: Guest): Promise<string> => {
  const code = (await page.locator('[data-code]').getAttribute('data-code')) ?? '';
  await page.getByRole('textbox').fill(code.slice(-4));
  await page.getByRole('button', { name: 'Done' }).click();
  await page.locator('.sidebar').waitFor();
  return code;
};

export const signIn = async (page: Page, url: string, username: string, password: string) => {
  await page.goto(url);
  await page.getByLabel('Username or email').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.sidebar, .card h1:has-text("Unlock")').first().waitFor();
};

export const openChat = async (page: Page, username: string) => {
  await page.locator('.row', { hasText: username }).click();
  await page.locator('.composer').waitFor();
};

/** Where what is typed goes. */
export const composerFocused = (page: Page) => page.locator('.composer textarea:focus').waitFor();

/** The page of the person, by the face, the name or the space beside them. */
export const openPerson = async (page: Page) => {
  await page.locator('.bar-person').click();
  await page.locator('.dialog.person').waitFor();
};

/** On the page of the person; gives the number, once it is there. */
export const openSafety = async (page: Page): Promise<string> => {
  await openPerson(page);
  await page
    .locator('.dialog.person')
    .getByRole('button', { name: 'End-to-end encrypted' })
    .click();
  const number = page.locator('[data-safety]:not([data-safety=""])');
  return (await number.getAttribute('data-safety')) ?? '';
};

export const say = async (page: Page, text: string) => {
  const area = page.getByRole('textbox', { name: 'Message' });
  await area.fill(text);
  await area.press('Enter');
};

/** A voice message, of so long at least: a busy machine does not show every second of it. */
export const recorded = (page: Page, seconds: number) =>
  page.waitForFunction((wanted) => {
    const [minutes = 0, rest = 0] = (document.querySelector('[role=timer]')?.textContent ?? '')
      .split(':')
      .map(Number);
    return minutes * 60 + rest >= wanted;
  }, seconds);

/** A page of the settings, by its name in the list. */
export const openSettings = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.locator('.settings-list').getByRole('button', { name, exact: true }).click();
};

/** One dialog closes after the other: for a moment there are two that close. */
export const dialogsClosed = (page: Page) =>
  page.waitForFunction(() => document.querySelector('.dialog') === null);

/** By Escape; what is pressed next is below it. */
export const closeDialog = async (page: Page) => {
  const dialogs = page.locator('dialog');
  await dialogs.first().waitFor();
  const before = await dialogs.count();
  await page.keyboard.press('Escape');
  await page.waitForFunction((count) => document.querySelectorAll('dialog').length < count, before);
};

/** Answers what is asked before something that can't be undone. */
export const confirm = (page: Page, act: string) =>
  page.locator('.dialog.slim').getByRole('button', { name: act, exact: true }).click();

/** Opens the dialog and makes an invitation link. */
export const createLink = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Add friends' }).first().click();
  await page.getByRole('button', { name: 'Create an invitation link' }).click();
  return (await page.locator('.link').getAttribute('data-link')) ?? '';
};
