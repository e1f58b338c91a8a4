import { balancerContract } from '../../../contract/balancer.ts';

balancerContract('least-connections', { weighted: true, shares: 'drawn', tracks: 'in-flight' });
