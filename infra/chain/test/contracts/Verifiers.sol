// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

// Verifier contracts for two public signals that are not what they should be. All but one pass the trial of
// registerVerifier, by saying `false` to the proof that is all zero.

abstract contract Verifier {
    function verifyProof(uint256[24] calldata proof, uint256[2] calldata) external returns (bool) {
        if (proof[0] == 0) return false;
        return answer();
    }

    function answer() internal virtual returns (bool);
}

contract AcceptsAnything {
    function verifyProof(uint256[24] calldata, uint256[2] calldata) external pure returns (bool) {
        return true;
    }
}

contract AcceptsAllButZero is Verifier {
    function answer() internal pure override returns (bool) {
        return true;
    }
}

contract RefusesAll is Verifier {
    function answer() internal pure override returns (bool) {
        return false;
    }
}

contract Reverts is Verifier {
    function answer() internal pure override returns (bool) {
        revert("no");
    }
}

contract RevertsWithWord is Verifier {
    function answer() internal pure override returns (bool) {
        assembly {
            mstore(0, 1)
            revert(0, 0x20)
        }
    }
}

contract NeverEnds is Verifier {
    function answer() internal pure override returns (bool) {
        assembly {
            for {} 1 {} {}
        }
        return true;
    }
}

contract ReturnsNothing is Verifier {
    function answer() internal pure override returns (bool) {
        assembly {
            return(0, 0)
        }
    }
}

contract ReturnsTwoWords is Verifier {
    function answer() internal pure override returns (bool) {
        assembly {
            mstore(0, 1)
            mstore(0x20, 1)
            return(0, 0x40)
        }
    }
}

contract ReturnsTwo is Verifier {
    function answer() internal pure override returns (bool) {
        assembly {
            mstore(0, 2)
            return(0, 0x20)
        }
    }
}

/// @dev Calls a precompiled contract with all its gas, which that burns, and takes the failure for an invalid proof.
contract RunsDry is Verifier {
    function answer() internal view override returns (bool) {
        (bool done,) = address(8).staticcall(hex"01");
        return done;
    }
}

/// @dev Attests a proof of its own, or at least tries.
contract Reenters is Verifier {
    address immutable registry;
    bytes call;

    constructor(address registry_, bytes memory call_) {
        registry = registry_;
        call = call_;
    }

    function answer() internal override returns (bool) {
        (bool done,) = registry.call{gas: 100_000}(call);
        return !done;
    }
}
