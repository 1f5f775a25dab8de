/** Before anything is known, not even a language: both stand here. */
export function NoStart() {
  return (
    <main className="wrap page">
      <div className="col flow">
        <h1>Something failed on our side.</h1>
        <p>
          Nothing you entered is lost. <a href={location.href}>Load this page again</a>
        </p>
        <div lang="es" className="flow">
          <p>
            <strong>Algo falló de nuestro lado.</strong> No se perdió nada.{' '}
            <a href={location.href}>Volver a cargar esta página</a>
          </p>
        </div>
      </div>
    </main>
  )
}
