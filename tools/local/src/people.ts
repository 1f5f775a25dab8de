import { addDays, addMonths, addYears, type CivilDate } from '@peercert/chassis/civil-date'

export type Shows =
  | 'window-not-open'
  | 'window-just-opened'
  | 'drafted'
  | 'last-day'
  | 'expired-yesterday'
  | 'expired-long-ago'
  | 'suspended'
  | 'renewed'
  | 'payment-being-checked'
  | 'late-in-review'
  | 'not-joined'
  | 'staff'

/** Somebody invented. Holders have a certification that shows one point of the cycle; staff have roles. */
export interface Person {
  readonly name: string
  readonly email: string
  readonly language: 'en' | 'es'
  readonly realm: 'peers' | 'staff'
  readonly roles: readonly string[]
  readonly shows: Shows
  readonly signsInWith: 'password' | 'google' | 'microsoft'
  readonly certificate: string | null
  readonly county: string
}

/** Long enough for the realm's policy; the same for everybody, and printed. */
export const demoPassword = 'lantern-river-2026'

/** Days, months or years from today to the expiration date that shows a state. */
export function expirationOf(shows: Shows, today: CivilDate): CivilDate {
  switch (shows) {
    case 'window-not-open':
      return addDays(today, 200)
    case 'drafted':
      return addDays(today, 55)
    case 'last-day':
      return today
    case 'expired-yesterday':
      return addDays(today, -1)
    case 'expired-long-ago':
      return addMonths(today, -14)
    case 'late-in-review':
      return addDays(today, -60)
    case 'renewed':
    case 'payment-being-checked':
      return addDays(today, 40)
    case 'suspended':
      return addDays(today, 75)
    default:
      return addDays(today, 90)
  }
}

export function issueOf(expiresOn: CivilDate): CivilDate {
  return addYears(expiresOn, -2)
}

type Row = readonly [
  shows: Shows,
  language: 'en' | 'es',
  name: string,
  email: string,
  county: string,
  signsInWith?: Person['signsInWith'],
]

const holders: readonly Row[] = [
  ['window-just-opened', 'en', 'Marisol Vega', 'marisol.vega@mail.example', 'Sacramento'],
  ['window-just-opened', 'es', 'José Luis Paredes', 'joseluis.paredes@mail.example', 'Fresno'],
  [
    'window-just-opened',
    'en',
    'Grace Lindqvist',
    'grace.lindqvist@mail.example',
    'Alameda',
    'google',
  ],
  [
    'window-just-opened',
    'es',
    'Ximena Robles',
    'ximena.robles@mail.example',
    'Los Angeles',
    'google',
  ],
  [
    'window-just-opened',
    'en',
    'Tobias Hartley',
    'tobias.hartley@mail.example',
    'Butte',
    'microsoft',
  ],
  [
    'window-just-opened',
    'es',
    'Noemí Castañeda',
    'noemi.castaneda@mail.example',
    'Kern',
    'microsoft',
  ],
  ['window-just-opened', 'en', 'Priscilla Anand', 'priscilla.anand@mail.example', 'Solano'],
  ['window-just-opened', 'es', 'Ulises Barrientos', 'ulises.barrientos@mail.example', 'Tulare'],
  ['window-not-open', 'en', 'Daniel Okafor', 'daniel.okafor@mail.example', 'Contra Costa'],
  ['window-not-open', 'es', 'Pilar Montenegro', 'pilar.montenegro@mail.example', 'San Diego'],
  ['drafted', 'en', 'Harriet Boone', 'harriet.boone@mail.example', 'Yolo'],
  ['drafted', 'es', 'Rosa Elena Ibarra', 'rosa.ibarra@mail.example', 'Imperial'],
  ['last-day', 'en', 'Thanh Nguyen', 'thanh.nguyen@mail.example', 'Orange'],
  ['last-day', 'es', 'Efraín Quiroga', 'efrain.quiroga@mail.example', 'Ventura'],
  ['expired-yesterday', 'en', 'Monique Lafleur', 'monique.lafleur@mail.example', 'Marin'],
  ['expired-yesterday', 'es', 'Lucía Fernández Soto', 'lucia.fernandez@mail.example', 'Riverside'],
  ['expired-long-ago', 'en', 'James Whitfield', 'james.whitfield@mail.example', 'Shasta'],
  ['expired-long-ago', 'es', 'Graciela Ponce', 'graciela.ponce@mail.example', 'Merced'],
  ['suspended', 'en', 'Aaliyah Brooks', 'aaliyah.brooks@mail.example', 'San Joaquin'],
  ['suspended', 'es', 'Ramiro Escalante', 'ramiro.escalante@mail.example', 'Monterey'],
  ['renewed', 'en', 'Kevin Park', 'kevin.park@mail.example', 'Santa Clara'],
  ['renewed', 'es', 'Carmen Delgado Ruiz', 'carmen.delgado@mail.example', 'San Bernardino'],
  ['payment-being-checked', 'en', 'Olivia Grant', 'olivia.grant@mail.example', 'Placer'],
  ['payment-being-checked', 'es', 'Horacio Luján', 'horacio.lujan@mail.example', 'Madera'],
  ['late-in-review', 'en', 'Samuel Whitehorse', 'samuel.whitehorse@mail.example', 'Humboldt'],
  ['late-in-review', 'es', 'Teresa Morales', 'teresa.morales@mail.example', 'Stanislaus'],
  ['not-joined', 'en', 'Beatrice Holloway', 'beatrice.holloway@mail.example', 'Napa'],
  ['not-joined', 'es', 'Álvaro Núñez-Peña', 'alvaro.nunez@mail.example', 'Santa Cruz'],
]

const staff: readonly (readonly [role: string, name: string, email: string])[] = [
  ['reviewer', 'Dana Reyes', 'dana.reyes@program.example'],
  ['reviewer', 'Omar Haddad', 'omar.haddad@program.example'],
  ['finance', 'Priya Shah', 'priya.shah@program.example'],
  ['finance', 'Tom Becker', 'tom.becker@program.example'],
  ['admin', 'Ines Duarte', 'ines.duarte@program.example'],
  ['admin', 'Walter Quinn', 'walter.quinn@program.example'],
]

/** Marisol Vega's number is the one that the how-to pages use. */
const firstNumber = 318

export const people: readonly Person[] = [
  ...holders.map(
    ([shows, language, name, email, county, signsInWith = 'password'], index): Person => ({
      name,
      email,
      language,
      realm: 'peers',
      roles: ['peer'],
      shows,
      signsInWith,
      certificate: `CMPSS-${String(firstNumber + index).padStart(6, '0')}`,
      county,
    }),
  ),
  ...staff.map(([role, name, email]): Person => ({
    name,
    email,
    language: 'en',
    realm: 'staff',
    roles: [role],
    shows: 'staff',
    signsInWith: 'password',
    certificate: null,
    county: '',
  })),
]
