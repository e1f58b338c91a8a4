import { balancerContract } from '../../../contract/balancer.ts';

balancerContract('ip-hash', { weighted: true, shares: 'drawn', keyed: true });
