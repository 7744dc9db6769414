// The shell: side navigation of 232 px, below 900 px a menu, and the screen beside it. Somebody who
// is not signed in sees how to.

import { Outlet, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import { type Me, useMe } from '../api/me.ts'
import { Anchor } from '../parts/anchor.tsx'
import { classes } from '../parts/classes.ts'
import { Icon } from '../parts/icon.tsx'
import { lazyPart } from '../parts/lazy-part.ts'
import { paths } from '../parts/paths.ts'
import { useRoute } from '../parts/route-values.ts'
import { Skeleton } from '../parts/skeleton.tsx'
import { Account } from './account.tsx'
import { navigationFor } from './navigation.ts'
import styles from './shell.module.css'
import { TenantPlace } from './tenant-place.tsx'

// Those who are signed in never see it.
const NobodyHere = lazyPart(async () => (await import('./nobody-here.tsx')).NobodyHere)

/** The shell around every screen that asks for somebody who is signed in. */
export function Shell() {
  const { me, isPending, problem } = useMe()
  if (isPending)
    return (
      <div className={styles.waiting}>
        <Skeleton />
      </div>
    )
  if (!me || me.kind === 'person' || me.kind === 'api_key')
    return (
      <Suspense>
        <NobodyHere me={me} problem={problem} />
      </Suspense>
    )
  return <Frame me={me} />
}

function Frame({ me }: { readonly me: Me }) {
  const [isOpen, setOpen] = useState(false)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  // A new address closes the menu.
  useEffect(() => setOpen(path === ''), [path])
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      <header className={styles.side}>
        <div className={styles.top}>
          <Anchor to={paths.home} className={styles.brand}>
            edge-sso
          </Anchor>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls="navigation"
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name={isOpen ? 'cross' : 'menu'} />
            Menu
          </button>
        </div>
        <div id="navigation" className={classes(styles.folds, isOpen && styles.open)}>
          <TenantPlace me={me} />
          <Navigation me={me} />
          <Account me={me} />
        </div>
      </header>
      <main id="content" className={styles.content} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}

function Navigation({ me }: { readonly me: Me }) {
  const { tenantId } = useRoute('tenantId')
  const tenant = tenantId || (isOfOneTenant(me) ? me.tenant?.id : undefined)
  return (
    <nav aria-label="Main" className={styles.navigation}>
      {(me.kind === 'operator' || me.kind === 'support') && (
        <Anchor to={paths.tenants} className={styles.item}>
          <Icon name="building" />
          Tenants
        </Anchor>
      )}
      {tenant &&
        navigationFor(me).map(({ label, icon, to }) => (
          <Anchor key={label} to={to(tenant)} className={styles.item}>
            <Icon name={icon} />
            {label}
          </Anchor>
        ))}
    </nav>
  )
}

/** Operators belong to the home tenant, and work on others. */
const isOfOneTenant = ({ kind }: Me): boolean => kind !== 'operator' && kind !== 'support'
