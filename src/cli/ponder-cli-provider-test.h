/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `providers test`: the way to a server, stage by stage. */

#pragma once

#include "ponder-cli.h"

G_BEGIN_DECLS

PonderExit ponder_cli_provider_test (PonderCli *self,
                                     GStrv     *arguments);

G_END_DECLS
