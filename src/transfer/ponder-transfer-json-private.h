/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a file of our own is known. */

#pragma once

#define PONDER_TRANSFER_FORMAT "ponder"
/* Raised when a reader of the old one would lose something of what was said. */
#define PONDER_TRANSFER_VERSION 1
