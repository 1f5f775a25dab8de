import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readZip } from './zip.ts'

interface Mend {
  readonly file: string
  readonly find: string
  readonly put: string
}

/**
 * What the server's own templates get wrong. We keep no copies of them: each mend is a replacement
 * in the template that the pinned server carries and must fit exactly once, so a new version of
 * the server says at once what has changed.
 */
export const mends: readonly Mend[] = [
  {
    // WCAG 2.4.2: every page had the same title.
    file: 'template.ftl',
    find: '<title>${title!}</title>',
    put: '<title><#nested "header"> – ${msg("pageTitleEnd")}</title>',
  },
  {
    // WCAG 4.1.2: the label pointed at no field.
    file: 'template.ftl',
    find: '<@field.group name="username" label=label>',
    put: '<@field.group name="kc-attempted-username" label=label>',
  },
  {
    // Without a password on the form its check ended in a script error.
    file: 'register.ftl',
    find: '<@validator.script field="password"/>',
    put: '<#if passwordRequired??><@validator.script field="password"/></#if>',
  },
  {
    file: 'login-config-totp.ftl',
    find: labelBefore('${msg("authenticatorCode")}', 'form-vertical-name'),
    put: labelBefore('${msg("authenticatorCode")}', 'totp'),
  },
  {
    file: 'login-config-totp.ftl',
    find: labelBefore('${msg("loginTotpDeviceName")}', 'form-vertical-name'),
    put: labelBefore('${msg("loginTotpDeviceName")}', 'userLabel'),
  },
  {
    // WCAG 3.1.2: English on a Spanish page.
    file: 'login-config-totp.ftl',
    find: 'alt="Figure: Barcode"',
    put: 'alt="${msg("loginTotpBarcode")}"',
  },
  {
    // The rulebook's note belongs into the log-in box of those who apply (ACC-13).
    file: 'login.ftl',
    find: '<div id="kc-form-wrapper">',
    put: '<#if realm.registrationAllowed><p id="peercert-note">${msg("logInNote")}</p></#if><div id="kc-form-wrapper">',
  },
  {
    // A new password ends what was open under the old one; that is not a matter of choice (ACC-6).
    file: 'login-update-password.ftl',
    find: '<@passwordCommons.logoutOtherSessions/>',
    put: '<input type="hidden" name="logout-sessions" value="on">',
  },
  {
    // A link is no button, and its words are those that are seen.
    file: 'social-providers.ftl',
    find: ` aria-label="\${p.displayName}"
                          type="button" href=`,
    put: ' href=',
  },
  {
    file: 'social-providers.ftl',
    find: '<span class="${properties.kcFormSocialAccountNameClass!}">${p.displayName!}</span>',
    put: '<span class="${properties.kcFormSocialAccountNameClass!}">${msg("logInWith", p.displayName!)}</span>',
  },
  {
    // Both are plain OpenID providers here; their pictures go by their names.
    file: 'social-providers.ftl',
    find: '<#switch p.providerId>',
    put: '<#switch p.alias>',
  },
]

function labelBefore(words: string, field: string): string {
  return `<label class="pf-v5-c-form__label" for="${field}">
                        <span class="pf-v5-c-form__label-text">${words}</span>`
}

const jar = 'lib/lib/main/org.keycloak.keycloak-themes-26.7.5.jar'

/** Writes the mended templates into the theme's login folder of an unpacked server. */
export async function mendTheme(server: string): Promise<void> {
  const target = join(server, 'themes/peercert/login')
  await readZip(join(server, jar), async (entries) => {
    for (const file of new Set(mends.map((mend) => mend.file))) {
      const name = `theme/keycloak.v2/login/${file}`
      const entry = entries.find((one) => one.name === name)
      if (!entry) throw new Error(`the server has no template ${name}`)
      const place = join(target, file)
      await mkdir(dirname(place), { recursive: true })
      await writeFile(place, mended(file, (await entry.read()).toString()), { flag: 'wx' })
    }
  })
}

export function mended(file: string, template: string): string {
  return mends
    .filter((mend) => mend.file === file)
    .reduce((text, { find, put }) => {
      const times = text.split(find).length - 1
      if (times !== 1) throw new Error(`${file}: a mend fits ${times} times, not once: ${find}`)
      return text.replace(find, () => put)
    }, template)
}

/** For the cache: another mend is another server. Of what runs here, whatever the file says by now. */
export const mendsText = (): string => JSON.stringify(mends)
