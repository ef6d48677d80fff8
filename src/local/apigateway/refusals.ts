import { ServiceRefusal } from '../service/refusal.ts';

export function badRequest(message: string): ServiceRefusal {
  return new ServiceRefusal('BadRequestException', message);
}

export function notFound(message: string): ServiceRefusal {
  return new ServiceRefusal('NotFoundException', message, 404);
}

export function conflict(message: string): ServiceRefusal {
  return new ServiceRefusal('ConflictException', message, 409);
}
