import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import '../../styles/staff.scss'
import { DemoBar } from '../../demo/demo-bar.tsx'
import { Alive } from '../../frame/alive.tsx'
import { useLeave } from '../../frame/leave.ts'
import { LoadingLine } from '../../frame/loading-line.tsx'
import { useSession } from '../../frame/session.ts'
import { speak } from '../../words/language.ts'
import '../desk.scss'
import { shortStaffName } from '../queries.ts'
import { Find } from './find.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { SideLists } from './side-lists.tsx'

/** The desk: the same product, tighter, in English, everything from the keyboard. */
export function StaffFrame() {
  const session = useSession()
  useEffect(() => {
    document.body.classList.add('staff')
    void speak('en')
    return () => document.body.classList.remove('staff')
  }, [])
  if (session.kind !== 'staff') return <LogInFirst />
  return (
    <>
      <a className="usa-skipnav" href="#content">
        Skip to main content
      </a>
      {session.demo && <DemoBar today={session.demo.today} mailUrl={session.demo.mailUrl} />}
      <DeskHead />
      <LoadingLine />
      <div className="wrap s-grid">
        <SideLists />
        <main id="content">
          <Outlet />
        </main>
      </div>
      <KeysDialog />
      <Alive />
    </>
  )
}

function DeskHead() {
  const { name, roles } = useSession()
  const leave = useLeave()
  return (
    <header className="head">
      <div className="wrap">
        <p className="head__name">
          <Link to="/staff">Staff desk</Link>
        </p>
        <Find />
        <ul className="head__tools" aria-label="Your session">
          <li className="s-lists">
            <Link to="/staff">Work lists</Link>
          </li>
          <li className="who">
            {shortStaffName(name ?? '')}, {roles.join(', ')}
          </li>
          <li>
            <button type="button" className="head__button" onClick={() => leave('chosen')}>
              Log Out
            </button>
          </li>
        </ul>
      </div>
    </header>
  )
}

/** Nobody is logged in here, or a person is: the desk is another realm's. */
function LogInFirst() {
  const { kind } = useSession()
  const path = useRouterState({ select: (state) => state.location.href })
  const address = `/auth/log-in?${new URLSearchParams({ realm: 'staff', return: path, language: 'en' })}`
  return (
    <main className="wrap page" id="content">
      <h1 tabIndex={-1}>Staff desk</h1>
      <p className="measure">
        {kind === 'person'
          ? 'You are logged in as a certificate holder. The staff desk has its own log-in.'
          : 'Log in with your staff account.'}
      </p>
      <div className="actions gap-4">
        <a className="usa-button" href={address}>
          Log In
        </a>
      </div>
    </main>
  )
}
