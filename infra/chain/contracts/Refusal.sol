// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title A custom error as a value
/// @notice What would revert a single call must be told about one item of a batch without reverting the others. So
/// checks return the encoded error, selector and arguments; none means that all is well.
library Refusal {
    /// @notice Reverts with the error, if there is one.
    function raise(bytes memory refusal) internal pure {
        if (refusal.length == 0) return;
        assembly ("memory-safe") {
            revert(add(refusal, 0x20), mload(refusal))
        }
    }
}
