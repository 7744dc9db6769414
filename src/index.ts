export default { fetch: () => new Response('soon') }
export { DeploymentGate } from './storage/gate/deployment-gate.ts'
export { TenantGate } from './storage/gate/tenant-gate.ts'
