// What people do on the screens of the web client in Firefox, in English.
import { eventually } from '../timing';
import type { Firefox } from './firefox';

/** Runs in the page: the button that says it, or is called it. */
const BUTTON = `(name) => [...document.querySelectorAll('button')].find((each) =>
  !each.disabled && [each.textContent.trim(), each.ariaLabel, each.title].includes(name))`;

export const onScreen = (firefox: Firefox) => {
  const until = (expression: string) =>
    eventually(async () => Boolean(await firefox.run(expression)));
  const call = (act: string, ...args: string[]) =>
    `(${act})(${args.map((each) => JSON.stringify(each)).join()})`;
  const press = (name: string) =>
    until(`(() => { const found = ${call(BUTTON, name)}; found?.click(); return !!found; })()`);
  const fill = (selector: string, text: string) =>
    until(`(() => {
      const found = document.querySelector(${JSON.stringify(selector)});
      if (found === null) return false;
      found.value = ${JSON.stringify(text)};
      found.dispatchEvent(new Event('input', { bubbles: true }));
      return true;
    })()`);
  const sees = (text: string) => until(`document.body.innerText.includes(${JSON.stringify(text)})`);
  const signIn = async (url: string, username: string, password: string): Promise<void> => {
    await firefox.goto(url);
    await fill('input[name=username]', username);
    await fill('input[type=password]', password);
    await until(`(document.querySelector('form').requestSubmit(), true)`);
  };
  return {
    press,
    sees,
    until,
    signIn,
    /** Past the recovery code. */
    async enter(): Promise<void> {
      await until(`document.querySelector('[data-code]')`);
      const code = await firefox.run(`document.querySelector('[data-code]').dataset.code`);
      await fill('input', String(code).slice(-4));
      await press('Done');
      await until(`document.querySelector('.sidebar')`);
    },
  };
};
