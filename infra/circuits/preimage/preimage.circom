// SPDX-License-Identifier: GPL-3.0
//
// This circuit includes circomlib (https://github.com/iden3/circomlib, GPL-3.0), so this file and what is compiled
// from it are under GPL-3.0, unlike the rest of the repository. Nothing links it: it is data of a separate process.
pragma circom 2.1.0;

include "circomlib/circuits/poseidon.circom";

// Knowledge of two field elements whose Poseidon hash is public.
template Preimage() {
    signal input preimage[2];
    signal input hash;

    component poseidon = Poseidon(2);
    poseidon.inputs[0] <== preimage[0];
    poseidon.inputs[1] <== preimage[1];

    hash === poseidon.out;
}

component main {public [hash]} = Preimage();
